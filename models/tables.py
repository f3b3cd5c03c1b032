"""Every table: a table is known once its module was read, to migrations and to whatever goes through all of them."""

import models.controversies.assents
import models.controversies.controversies
import models.controversies.controversy_deadlines
import models.controversies.controversy_stages
import models.database_generations
import models.history.edition_dois
import models.history.editions
import models.history.forks
import models.history.record_ancestry
import models.history.record_corrections
import models.history.revisions
import models.history.stored_styles
import models.participation.author_masks
import models.participation.comments
import models.participation.instructions
import models.participation.map_anonymity
import models.participation.pending_uploads
import models.participation.positions
import models.people.accounts
import models.people.presence
import models.people.pseudonyms
import models.people.seminars
import models.records.arguments
import models.records.contents
import models.records.kinds
import models.records.maps
import models.records.rows
import models.records.scans.images
import models.records.scans.scan_records
import models.records.sources
import models.records.stances
import models.records.texts
import models.search.search_texts
import models.teaching.map_ownership
import models.teaching.seminar_lifecycle  # noqa: F401 # for its tables
