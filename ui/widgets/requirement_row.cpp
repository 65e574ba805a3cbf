// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/requirement_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/number_field.h"

namespace pwb::ui {

RequirementRow::RequirementRow(const QString& objectName, const QString& name, const QString& unit,
                               Scale scale, QWidget* parent)
    : QWidget(parent),
      m_scale(std::move(scale)),
      m_field(new NumberField(name, unit, m_scale.lowest, m_scale.highest, m_scale.decimals)),
      m_slider(new QSlider(Qt::Horizontal)),
      m_reason(label({}, TextRole::Caption, Tone::Secondary)) {
    m_field->setObjectName(objectName);
    m_field->setPlaceholderText(tr("any"));
    m_field->setFixedWidth(ui::scaled(70));
    m_slider->setObjectName(objectName + QStringLiteral("Slider"));
    m_slider->setAccessibleName(name);
    m_slider->setMinimumHeight(ui::scaled(18));
    m_field->setAccessibleName(name);
    m_slider->setRange(0, static_cast<int>(m_scale.stops.size()));
    m_reason->hide();
    auto* head = new QHBoxLayout;
    head->addWidget(label(name, TextRole::Table), 1);
    head->addWidget(m_field);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_slider);
    column->addWidget(m_reason);
    connect(m_field, &NumberField::edited, this, [this] {
        moveSlider();
        emit changed();
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        m_field->setValue(place == 0 ? std::nullopt : std::optional(m_scale.stops[place - 1]));
        emit changed();
    });
}

std::optional<double> RequirementRow::value() const {
    return m_field->value();
}

void RequirementRow::setValue(std::optional<double> value) {
    const QSignalBlocker block(m_field);
    m_field->setValue(value);
    moveSlider();
}

void RequirementRow::disable(const QString& reason) {
    m_field->setEnabled(reason.isEmpty());
    m_slider->setVisible(reason.isEmpty());
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

void RequirementRow::moveSlider() {
    const QSignalBlocker block(m_slider);
    const auto value = m_field->value();
    if (!value || m_scale.stops.isEmpty()) {
        m_slider->setValue(0);
        return;
    }
    const auto nearest =
        std::min_element(m_scale.stops.begin(), m_scale.stops.end(),
                         [&](double a, double b) { return std::abs(a - *value) < std::abs(b - *value); });
    m_slider->setValue(1 + static_cast<int>(nearest - m_scale.stops.begin()));
}

QVector<double> evenStops(double from, double to, double step) {
    QVector<double> stops;
    for (int i = 0; from + i * step <= to + step / 2; ++i) stops << from + i * step;
    return stops;
}

}  // namespace pwb::ui
