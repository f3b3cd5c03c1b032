"""Maps as linked data: JSON-LD in the terms of CRMinf, CiTO, Web Annotation and PROV-O, with shapes to check it by."""
