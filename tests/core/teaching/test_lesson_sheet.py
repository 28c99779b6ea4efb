"""The pages of the lessons: a sheet for pupils and the answers apart, in both languages."""

from html.parser import HTMLParser

import pytest

from core.messages import Message
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.sheet import CHECKED, UNCHECKED, Entry, answers_page, sheet_page
from core.translations import translator

LANGUAGES = ("en", "zh_CN")


class Words(HTMLParser):
    """The texts of a page, one after the other, without those of its head."""

    def __init__(self, page):
        super().__init__()
        self.texts, self._is_style = [], False
        self.feed(page)

    def handle_starttag(self, tag, _attributes):
        self._is_style = tag in ("style", "title")

    def handle_data(self, data):
        if data.strip() and not self._is_style:
            self.texts.append(data.strip())
        self._is_style = False


def words(page):
    return Words(page).texts


@pytest.mark.parametrize("language", LANGUAGES)
class TestSheet:
    def test_it_has_every_lesson_with_its_question_and_all_answers_to_tick(self, language):
        translate = translator(language)
        texts = words(sheet_page({}, translate))
        for number, lesson in enumerate(LESSONS, 1):
            assert f"{number}. {translate(lesson.title)}" in texts
            assert translate(lesson.question) in texts
            for answer in lesson.answers:
                assert f"{UNCHECKED} {translate(answer.text)}" in texts

    def test_it_gives_nothing_away(self, language):
        translate = translator(language)
        page = sheet_page({}, translate)
        assert CHECKED not in page
        assert not any(translate(lesson.meaning) in words(page) for lesson in LESSONS)

    def test_the_answers_are_on_a_page_of_their_own(self, language):
        translate = translator(language)
        texts = words(answers_page(translate))
        for lesson in LESSONS:
            usual = translate(lesson.answer(lesson.usual).text)
            assert f"{CHECKED} {usual}" in texts
            assert translate(lesson.meaning) in texts
        assert UNCHECKED not in "".join(texts)

    def test_the_page_names_its_language(self, language):
        code = {"en": "en", "zh_CN": "zh-CN"}[language]
        for page in (sheet_page({}, translator(language)), answers_page(translator(language))):
            assert f'<html lang="{code}">' in page


def test_what_was_done_is_filled_in():
    lesson = LESSONS[1]
    entry = Entry("same", Message("w moved by <1> & more."), Message("It went far."))
    texts = words(sheet_page({lesson.key: entry}))
    assert f"{CHECKED} {lesson.answer('same').text}" in texts
    assert sum(text.startswith(CHECKED) for text in texts) == 1
    assert "w moved by <1> & more." in texts
    assert "It went far." in texts


def test_a_page_is_escaped():
    entry = Entry("same", Message("<img src=x>"))
    assert "<img" not in sheet_page({LESSONS[1].key: entry})


def test_two_lessons_stand_on_a_page():
    assert sheet_page({}).count("page-break-before: always") == (len(LESSONS) - 1) // 2
