"""The rules that the gate decides with: the server's own modules, not a copy of them.

In the project these are the modules beside the client. A built distribution brings them along, in this folder and with
their imports renamed (`client_building.py`). `VERSION` tells the server's rules from other ones.
"""

from models.accounts.standing import Standing as Standing
from models.accounts.verdicts import Answer as Answer
from models.accounts.verdicts import Verdict as Verdict
from models.gate.drafts import Draft as Draft
from models.gate.publishing import GateAnswer as GateAnswer
from models.gate.publishing import PublishVerdict as PublishVerdict
from models.instants import EARLIEST as EARLIEST
from models.instants import LATEST as LATEST
from models.instants import SHANGHAI as SHANGHAI
from models.rumours.matching import Repeated as Repeated
from models.rumours.rumours import Opening as Opening
from models.words.privileges import LINEAGE as LINEAGE
from regulation.gate import decide_publish as decide_publish
from regulation.gate import draft_outcome as draft_outcome
from regulation.gate import is_plain as is_plain
from regulation.gate import publish_outcome as publish_outcome
from regulation.rumours.matching import Index as Index
from regulation.standing.verdicts import outcome as outcome
from regulation.standing.verdicts import verdict as verdict
from standing_client._rules.version import VERSION as VERSION
