"""Where there is no browser the tests are skipped, but not where it is required."""

from __future__ import annotations

import pytest

from tests.browser.conftest import _from_outside, missing


def test_without_a_browser_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCALING_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="playwright is not installed"):
        missing("playwright is not installed")


def test_where_it_is_required_its_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCALING_BROWSER", "required")
    with pytest.raises(pytest.fail.Exception, match="SCALING_BROWSER=required, but there is no"):
        missing("there is no chromium")


def test_requests_that_leave_the_page_are_complaints() -> None:
    assert _from_outside("https://example.org/x.js") == ["asked for https://example.org/x.js"]
    assert [_from_outside(f"{own}:x") for own in ("file", "data", "blob", "about")] == [[]] * 4
