"""All routers: those of the JSON interface, and those of pages, pictures and what other programs ask for."""

from fastapi import APIRouter

from api.accounts import account_pages, identity_pages, join_pages, provider_pages, sign_in_pages, token_routes
from api.carrying import carrying_pages, carrying_routes, use_pages, use_routes
from api.citations import citation_routes
from api.doubles import double_pages, double_routes
from api.editing import editing_pages, map_details_pages, new_map_pages, question_order_pages, record_copy_pages
from api.editing.references import mention_pages
from api.editions import edition_pages, edition_routes
from api.film import film_pages, film_routes
from api.forks import fork_pages, fork_routes
from api.history import change_pages, comparison_pages, comparison_routes, moment_routes, revision_routes
from api.importing import export_pages, file_map_pages, file_map_routes, format_routes, import_pages, import_routes
from api.live import live_routes
from api.maps import (
    disclosure_pages,
    figure_pages,
    interpretation_comparison,
    map_pages,
    noted_text_pages,
    preview_pages,
    print_pages,
    reader_pages,
    reading_pages,
    search_pages,
    sharing_pages,
)
from api.operations import discovery_routes, health_routes
from api.pictures import picture_routes
from api.records import map_routes, question_order_routes, record_routes, search_routes, vocabulary_routes
from api.scans import (
    image_routes,
    manifest_routes,
    page_order_pages,
    region_annotation_routes,
    region_pages,
    scan_pages,
    scan_routes,
)
from api.seminars import (
    added_maps,
    class_list_pages,
    map_access_pages,
    next_term_pages,
    reading_list_pages,
    seminar_life_pages,
    seminar_pages,
    seminar_routes,
)
from api.seminars.comments import comment_pages, comment_routes
from api.seminars.controversies import controversy_pages, controversy_routes
from api.seminars.grading import contribution_pages, grade_pages, grade_routes
from api.seminars.instructions import instruction_pages, instruction_routes
from api.seminars.positions import position_pages, position_routes, round_pages
from api.styles import style_pages, style_routes
from api.texts import annotation_routes, correction_pages, review_pages, text_pages, text_routes
from api.texts.joining import parallel_pages
from api.weighing import (
    reason_pages,
    reason_routes,
    survey_pages,
    survey_routes,
    table_routes,
    through_time_pages,
    through_time_routes,
    weighing_pages,
    weighing_routes,
)

# Under /api/v1. The first route that fits answers: what has a name of its own comes before what fits any.
API_ROUTERS: tuple[APIRouter, ...] = (
    map_routes.router,
    position_routes.router,
    instruction_routes.router,
    comment_routes.router,
    text_routes.router,
    annotation_routes.router,
    scan_routes.router,
    region_annotation_routes.router,
    question_order_routes.router,
    double_routes.router,
    weighing_routes.router,
    through_time_routes.router,
    film_routes.router,
    survey_routes.router,
    table_routes.router,
    reason_routes.router,
    carrying_routes.router,
    use_routes.router,
    record_routes.router,
    citation_routes.router,
    style_routes.router,
    revision_routes.router,
    moment_routes.router,
    comparison_routes.router,
    fork_routes.router,
    import_routes.router,
    file_map_routes.router,
    format_routes.router,
    edition_routes.router,
    live_routes.router,
    search_routes.router,
    vocabulary_routes.router,
    token_routes.router,
    seminar_routes.router,
    controversy_routes.router,
    grade_routes.router,
)

# Under /.
PAGE_ROUTERS: tuple[APIRouter, ...] = (
    health_routes.router,
    discovery_routes.router,
    picture_routes.router,
    map_details_pages.router,
    style_pages.router,
    file_map_pages.router,
    new_map_pages.router,
    editing_pages.router,
    record_copy_pages.router,
    double_pages.router,
    weighing_pages.router,
    through_time_pages.router,
    survey_pages.router,
    reason_pages.router,
    carrying_pages.router,
    use_pages.router,
    question_order_pages.router,
    text_pages.router,
    image_routes.router,
    manifest_routes.router,
    region_pages.router,
    page_order_pages.router,
    scan_pages.router,
    parallel_pages.router,
    review_pages.router,
    correction_pages.router,
    position_pages.router,
    round_pages.router,
    instruction_pages.router,
    comment_pages.router,
    mention_pages.router,
    map_pages.router,
    reading_pages.router,
    interpretation_comparison.router,
    disclosure_pages.router,
    film_pages.router,
    reader_pages.router,
    sharing_pages.router,
    figure_pages.router,
    print_pages.router,
    noted_text_pages.router,
    preview_pages.router,
    search_pages.router,
    change_pages.router,
    comparison_pages.router,
    fork_pages.router,
    import_pages.router,
    export_pages.router,
    edition_pages.router,
    contribution_pages.router,
    sign_in_pages.router,
    provider_pages.router,
    account_pages.router,
    identity_pages.router,
    join_pages.router,
    seminar_pages.router,
    seminar_life_pages.router,
    next_term_pages.router,
    reading_list_pages.router,
    added_maps.router,
    class_list_pages.router,
    controversy_pages.router,
    grade_pages.router,
    map_access_pages.router,
)
