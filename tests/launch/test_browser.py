from blk_portal.launch import browser


def test_without_a_browser_its_tests_are_skipped_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)

    assert browser.main(["tests/e2e"]) == 0
    assert capsys.readouterr().err.startswith("No chromium in PATH, so the browser's tests did not run.")


def test_on_the_build_machine_a_missing_browser_is_a_failure(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("CI", "1")

    assert browser.main(["tests/e2e"]) == 1
