"""Settings of the links under which a holder reads the status of an account (docs/holders.md)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from settings.kinds import Duration, Expected, Word, listed

if TYPE_CHECKING:
    from api.state.status_link_policy import StatusLinkPolicy


def _way_back(address: str) -> str:
    from api.holders.return_addresses import fault_of

    if (fault := fault_of(address)) is not None:
        raise ValueError(fault)
    return address


class StatusLinkSettings(BaseSettings):
    """Validity, address and key of status links."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    status_link_longest: Duration = timedelta(hours=1)
    """Longest validity of a status link."""

    status_link_key: Word = "1"
    """Identifier of the key of status links, equal for all processes. Another one ends all links issued before."""

    status_address: Annotated[
        str | None,
        Field(pattern=r"^https?://[^\s/?#@]+$"),
        Expected("an address without a path, for example https://standing.example.cn"),
    ] = None
    """Address at which holders reach the status page. Not set: the console's, else where the link was asked for."""

    status_return_urls: Annotated[
        tuple[Annotated[str, AfterValidator(_way_back)], ...],
        NoDecode,
        BeforeValidator(listed),
        Expected("addresses separated by commas, for example https://app.example.cn/account/,exampleapp://account"),
    ] = ()
    """Addresses under which a status page may lead back to the app; without one it offers no way back."""

    def status_links(self, public_address: str | None) -> "StatusLinkPolicy":
        """Policy of status links; the console's address stands in where they have none of their own."""
        from api.state.status_link_policy import StatusLinkPolicy

        return StatusLinkPolicy(
            key_id=self.status_link_key,
            longest=self.status_link_longest,
            address=self.status_address or public_address,
            return_urls=self.status_return_urls,
        )
