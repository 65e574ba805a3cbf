// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_field.h"

#include <QLocale>
#include <QStyle>
#include <QVariant>

#include "ui/theme/theme.h"

namespace pwb::ui {

NumberField::NumberField(const QString& name, const QString& unit, double lowest, double highest,
                         int decimals, QWidget* parent)
    : QLineEdit(parent), m_unit(unit), m_lowest(lowest), m_highest(highest), m_decimals(decimals) {
    setObjectName(name);
    setFont(ui::font(TextRole::Table));
    setTextMargins(0, 0, unit.isEmpty() ? 0 : fontMetrics().horizontalAdvance(unit) + 4, 0);
    connect(this, &QLineEdit::textEdited, this, [this] {
        const bool wrong = !text().trimmed().isEmpty() && !value();
        setInvalid(
            this, wrong ? tr("A number from %1 to %2, or nothing.").arg(m_lowest).arg(m_highest) : QString());
        emit edited();
    });
}

std::optional<double> NumberField::value() const {
    bool fine = false;
    const double number = QLocale::c().toDouble(text().trimmed().remove(','), &fine);
    if (!fine || number < m_lowest || number > m_highest) return std::nullopt;
    if (m_decimals == 0 && number != static_cast<double>(static_cast<qint64>(number))) return std::nullopt;
    return number;
}

void NumberField::setValue(std::optional<double> value) {
    if (value == this->value() && (value || text().isEmpty())) return;
    setText(value ? QLocale::c().toString(*value, 'g', 12) : QString());
    setInvalid(this, {});
}

void NumberField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_unit.isEmpty()) return;
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(isEnabled() ? Theme::current().textSecondary : Theme::current().inactive);
    painter.drawText(rect().adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight, m_unit);
}

void setInvalid(QLineEdit* field, const QString& why) {
    field->setToolTip(why);
    if (field->property("invalid").toBool() == !why.isEmpty()) return;
    field->setProperty("invalid", !why.isEmpty());
    field->style()->unpolish(field);
    field->style()->polish(field);
}

}  // namespace pwb::ui
