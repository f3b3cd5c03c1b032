"""Every table: a table is known once its module was read, to migrations and to whatever goes through all of them."""

import models.accounts
import models.anonymity
import models.arguments
import models.assents
import models.belonging
import models.comments
import models.contents
import models.controversies
import models.controversy_deadlines
import models.controversy_stages
import models.editions
import models.forks
import models.generations
import models.instructions
import models.kinds
import models.maps
import models.masks
import models.positions
import models.presence
import models.pseudonyms
import models.revisions
import models.rows
import models.seminar_lives
import models.seminars
import models.sources
import models.stances
import models.texts  # noqa: F401 # for its tables
