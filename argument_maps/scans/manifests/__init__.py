"""IIIF manifests: read from files, matched with the images of their pages, and written of scans."""

from argument_maps.scans.manifests.image_matching import ImageMatching, MatchingWay, match_images
from argument_maps.scans.manifests.manifest_values import (
    Manifest,
    ManifestPage,
    ManifestRegion,
    UnreadableManifest,
)
from argument_maps.scans.manifests.reader import read_manifest
from argument_maps.scans.manifests.writer import (
    AnnotationWords,
    PublishedPage,
    PublishedRegion,
    PublishedScan,
    write_scan_manifest,
)

__all__ = [
    "AnnotationWords",
    "ImageMatching",
    "Manifest",
    "ManifestPage",
    "ManifestRegion",
    "MatchingWay",
    "PublishedPage",
    "PublishedRegion",
    "PublishedScan",
    "UnreadableManifest",
    "match_images",
    "read_manifest",
    "write_scan_manifest",
]
