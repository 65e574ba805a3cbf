// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <QHash>

namespace pwb::ui {
namespace {

// @name@ is a colour of Theme, #n# a design length that scales with the text.
constexpr const char* kSheet = R"(
QToolTip { background: @raised@; color: @text@; border: 1px solid @hairline@; padding: 4px 6px; }
QLabel[tone="secondary"] { color: @textSecondary@; }
QLabel[tone="waiting"] { color: @textWaiting@; }
QLabel[tone="good"] { color: @good@; }
QLabel[tone="bad"] { color: @bad@; }
QLabel[tone="accent"] { color: @accent@; }
pwb--ui--Card { background: @card@; border: 1px solid @hairline@; border-radius: 6px; }
QFrame[role="line"] { background: @hairlineInner@; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="inset"] { background: @raised@; border: 1px solid @hairline@; border-radius: 4px; }

QPushButton { background: @card@; color: @text@; border: 1px solid @hairline@; border-radius: 4px;
  padding: 0 #12#px; min-height: #22#px; font-weight: 500; }
QPushButton:hover { background: @raised@; border-color: @inactive@; }
QPushButton:pressed { background: @hairlineInner@; }
QPushButton:focus { border: 2px solid @accent@; padding: 0 #11#px; min-height: #20#px; }
QPushButton:disabled { color: @inactive@; background: @card@; }
QPushButton[kind="tall"], QPushButton[kind="primary"] { min-height: #30#px; }
QPushButton[kind="primary"] { background: @accent@; color: @onAccent@; border: 1px solid @accent@; }
QPushButton[kind="primary"]:hover { background: @accentHover@; }
QPushButton[kind="primary"]:focus, QPushButton[kind="tall"]:focus { min-height: #28#px; }
QPushButton[kind="primary"]:focus { border: 2px solid @text@; }
QPushButton[kind="primary"]:disabled { background: @card@; color: @inactive@; border: 1px solid @hairline@; }
QPushButton[kind="flat"] { background: transparent; color: @textSecondary@; border: 1px solid transparent; padding: 0 #8#px; }
QPushButton[kind="flat"]:hover { background: @hairlineInner@; color: @text@; }
QPushButton[kind="flat"]:focus { border: 2px solid @accent@; padding: 0 #7#px; }
QPushButton[kind="flat"]:checked { background: @accentTint@; color: @accent@; }
QPushButton[kind="flat"]:disabled { color: @inactive@; }
QPushButton[kind="link"] { background: transparent; color: @accent@; border: 1px solid transparent; padding: 0 #4#px; }
QPushButton[kind="link"]:focus { border: 2px solid @accent@; }
QPushButton::menu-indicator { image: url(:/icons/arrow-down.svg); width: 12px; height: 12px; subcontrol-position: right center; right: 6px; }

QToolButton { background: transparent; color: @textSecondary@; border: 1px solid transparent; border-radius: 4px; padding: 2px 6px; }
QToolButton:hover { background: @hairlineInner@; color: @text@; }
QToolButton:focus { border: 2px solid @accent@; }
QToolButton:checked { background: @accentTint@; color: @accent@; border-color: @accent@; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @card@; color: @text@; border: 1px solid @hairline@;
  border-radius: 3px; padding: 0 #6#px; min-height: #22#px; selection-background-color: @accent@; selection-color: @onAccent@; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border: 2px solid @accent@; padding: 0 #5#px; min-height: #20#px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: @textWaiting@; background: @raised@; }
QLineEdit[invalid="true"] { border: 2px solid @bad@; padding: 0 #5#px; min-height: #20#px; }
QSpinBox, QDoubleSpinBox { padding-right: 18px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; width: 16px; border: none; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; width: 16px; border: none; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(:/icons/arrow-up.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 9px; height: 9px; }
QComboBox::drop-down { border: none; width: 20px; subcontrol-position: right center; }
QComboBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @card@; color: @text@; border: 1px solid @hairline@; outline: none;
  selection-background-color: @accentTint@; selection-color: @accent@; padding: 2px; }
QCheckBox, QRadioButton { color: @text@; spacing: 8px; }
QCheckBox:focus, QRadioButton:focus { color: @accent@; }
QCheckBox::indicator { width: #14#px; height: #14#px; border: 1px solid @chartAxis@; border-radius: 3px; background: @card@; }
QCheckBox::indicator:focus { border: 2px solid @accent@; width: #12#px; height: #12#px; }
QCheckBox::indicator:checked { background: @accent@; border-color: @accent@; image: url(:/icons/check-on-@mode@.svg); }
QCheckBox:disabled { color: @textWaiting@; }

QTableView, QTreeView, QListView, QTableWidget { background: @card@; color: @text@; border: none; outline: none;
  gridline-color: @hairlineInner@; selection-background-color: @selectedRow@; selection-color: @text@; alternate-background-color: @raised@; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid @accent@; }
QListView#rail { background: @rail@; border: none; border-right: 1px solid @hairline@; }
QHeaderView { background: @raised@; border: none; }
QHeaderView::section { background: @raised@; color: @textSecondary@; border: none; border-bottom: 1px solid @hairline@;
  padding: 0 #8#px; font-weight: 400; min-height: #23#px; }
QHeaderView::section:hover { color: @text@; }
QHeaderView::up-arrow { image: url(:/icons/arrow-up.svg); width: 9px; height: 9px; }
QHeaderView::down-arrow { image: url(:/icons/arrow-down.svg); width: 9px; height: 9px; }
QTableCornerButton::section { background: @raised@; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @inactive@; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @chartAxis@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: @card@; color: @text@; border: 1px solid @hairline@; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 3px; }
QMenu::item:selected { background: @accentTint@; color: @accent@; }
QMenu::item:disabled { color: @inactive@; }
QMenu::separator { height: 1px; background: @hairlineInner@; margin: 4px 8px; }
QProgressBar { background: @hairlineInner@; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: @accent@; border-radius: 2px; }
QSplitter::handle { background: transparent; }
QSlider::groove:horizontal { height: 4px; background: @hairlineInner@; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent@; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 7px; background: @card@; border: 2px solid @accent@; }

QToolBar { background: @card@; border: none; border-bottom: 1px solid @hairline@; spacing: 0; padding: 0; }
QStatusBar { background: @rail@; color: @textSecondary@; border-top: 1px solid @hairline@; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @textSecondary@; }
)";

QString scaleLengths(QString sheet) {
    static const QString mark = QStringLiteral("#");
    for (int pixels : {4, 5, 6, 7, 8, 11, 12, 14, 20, 22, 23, 28, 30})
        sheet.replace(mark + QString::number(pixels) + mark + QStringLiteral("px"),
                      QString::number(scaled(pixels)) + QStringLiteral("px"));
    return sheet;
}

}  // namespace

QString styleSheet(const Theme& t) {
    const QHash<QString, QString> values = {
        {"window", t.window.name()},
        {"rail", t.rail.name()},
        {"card", t.card.name()},
        {"raised", t.raised.name()},
        {"hairline", t.hairline.name()},
        {"hairlineInner", t.hairlineInner.name()},
        {"text", t.text.name()},
        {"textSecondary", t.textSecondary.name()},
        {"textWaiting", t.textWaiting.name()},
        {"chartAxis", t.chartAxis.name()},
        {"accent", t.accent.name()},
        {"accentHover", (t.dark ? t.accent.lighter(108) : t.accent.darker(112)).name()},
        {"accentTint", t.accentTint.name()},
        {"selectedRow", t.selectedRow.name()},
        {"good", t.good.name()},
        {"bad", t.bad.name()},
        {"inactive", t.inactive.name()},
        {"onAccent", t.dark ? t.window.name() : QStringLiteral("#FFFFFF")},
        {"mode", t.dark ? QStringLiteral("dark") : QStringLiteral("light")}};
    QString sheet = scaleLengths(QString::fromLatin1(kSheet));
    for (auto it = values.begin(); it != values.end(); ++it) sheet.replace('@' + it.key() + '@', it.value());
    return sheet;
}

}  // namespace pwb::ui
