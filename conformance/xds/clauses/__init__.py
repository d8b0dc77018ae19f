"""The numbered sentences XDS and XDS-I actors are judged by, in our own words, with the keyword that sets their level.

ITI TF is the Final Text of August 2023 (Revision 20.0), RAD TF-2 that of June 2023; where a sentence of another
standard decides, it is named.
Error codes: ITI TF-3 table 4.2.4.1-1 says an errorCode shall be taken from table 4.2.4.1-2 where one is appropriate,
so a clause that names a code asks for that one.
"""

from conformance.xds.clauses.callers import *  # noqa: F403 - the clauses of the room, by topic
from conformance.xds.clauses.communities import *  # noqa: F403 - as above
from conformance.xds.clauses.details import *  # noqa: F403 - as above
from conformance.xds.clauses.identity import *  # noqa: F403 - as above
from conformance.xds.clauses.images import *  # noqa: F403 - as above
from conformance.xds.clauses.later import *  # noqa: F403 - as above
from conformance.xds.clauses.links import *  # noqa: F403 - as above
from conformance.xds.clauses.messages import *  # noqa: F403 - as above
from conformance.xds.clauses.mobile import *  # noqa: F403 - as above
from conformance.xds.clauses.options import *  # noqa: F403 - as above
from conformance.xds.clauses.queries import *  # noqa: F403 - as above
from conformance.xds.clauses.recipients import *  # noqa: F403 - as above
from conformance.xds.clauses.retrievals import *  # noqa: F403 - as above
from conformance.xds.clauses.security import *  # noqa: F403 - as above
from conformance.xds.clauses.submissions import *  # noqa: F403 - as above
from conformance.xds.clauses.xua import *  # noqa: F403 - as above
