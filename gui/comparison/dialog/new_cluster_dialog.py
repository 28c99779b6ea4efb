"""The dialog that makes a new cluster file."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QWidget,
)

from core.cluster import keys
from core.cluster.keys import DEFAULT_ADDRESS, split_address
from core.cluster.requirements import check_installed
from core.errors import InklingError
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import save_dialog
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, wrappable
from gui.widgets.questions import click_once

FILE_NAME = "cluster.json"


class NewClusterDialog(QDialog):
    """Asks for the address where workers reach this computer, then for the file.

    Signals:
        created(object): the path of the file, which now exists.
    """

    created = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(100 * theme.STEP))
        self.setWindowTitle(self.tr("New cluster file"))

        self._address = QComboBox(self)
        self._address.setEditable(True)
        self._address.setAccessibleName(self.tr("Address"))
        self._address.addItems([DEFAULT_ADDRESS, *_own_addresses()])
        self._problem = styled_label("wrong", self)
        self._problem.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self._save = self._buttons.addButton(
            self.tr("Save as…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self._save.setDefault(True)
        self._build()

        click_once(self._save)
        self._save.clicked.connect(self._on_save)
        self._buttons.rejected.connect(self.reject)
        self._address.editTextChanged.connect(self._check)
        self._check()

    def _build(self) -> None:
        purpose = self.tr(
            "The file tells the computers of a cluster where to meet, and holds the keys to all "
            "their connections. Copy it to each computer that is to train."
        )
        warning = self.tr(
            "Whoever has the file can run code on all these computers, and on this one while it "
            "has runs trained there. Copy it by a way that nobody else can read."
        )
        note = styled_label("quiet", self)
        note.setText(
            self.tr("Where the workers reach this computer. Nobody else can reach {local}.").format(
                local=DEFAULT_ADDRESS.partition(":")[0]
            )
        )

        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows.addRow(self.tr("Address"), self._address)
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        warned = styled_label("heading", self)
        warned.setText(warning)
        for label in (PlainLabel(self, purpose), warned):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addLayout(rows)
        note.setWordWrap(True)
        layout.addWidget(note)
        layout.addWidget(self._problem)
        layout.addStretch(1)
        layout.addWidget(self._buttons)

    def _check(self) -> None:
        """Show why the address cannot be used, or what is not installed."""
        problem = ""
        try:
            check_installed()
            split_address(self._address.currentText().strip())
        except InklingError as error:
            problem = translate(error.message)
        self._show_problem(problem)
        self._save.setEnabled(not problem)

    def _show_problem(self, problem: str) -> None:
        self._problem.setText(wrappable(problem))
        self._problem.setVisible(bool(problem))

    def _on_save(self) -> None:
        dialog = save_dialog(self, self.tr("New cluster file"), FILE_NAME)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # an existing one is refused
        dialog.fileSelected.connect(lambda path: self.create_file(Path(path)))
        dialog.open()

    def create_file(self, path: Path) -> None:
        """Make the file and close the dialog, or show why that cannot be done."""
        try:
            keys.create(path, self._address.currentText().strip())
        except InklingError as error:
            self._show_problem(translate(error.message))
            return
        self.created.emit(path)
        self.accept()


def _own_addresses() -> list[str]:
    """Return HOST:PORT for each address of this computer that others may reach."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    port = DEFAULT_ADDRESS.partition(":")[2]
    return [
        f"{address.toString()}:{port}"
        for address in QNetworkInterface.allAddresses()
        if address.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
        and not address.isLoopback()
    ]
