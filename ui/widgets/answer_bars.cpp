// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/answer_bars.h"

#include <QPainter>
#include <QStringList>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

namespace pwb::ui {

namespace {

constexpr int kHead = 26, kRow = 24;

}  // namespace

AnswerBars::AnswerBars(const EngineKind& kind, QWidget* parent) : QWidget(parent), m_kind(kind) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AnswerBars::setSample(const std::shared_ptr<const result::RunResult>& document, int sample) {
    m_answers.clear();
    const auto* engine = document ? document->engine(m_kind.engine) : nullptr;
    const auto* prediction = predictionOf(engine, sample);
    if (prediction && document->manifest) {
        const int label = document->manifest->samples[static_cast<std::size_t>(sample)].label;
        for (std::size_t i = 0; i < 5; ++i)
            if (prediction->classes[i] >= 0)
                m_answers << Answer{className(*document, prediction->classes[i]),
                                    static_cast<double>(prediction->confidences[i]),
                                    prediction->classes[i] == label};
    }
    m_head = m_answers.isEmpty() ? tr("no answer yet") : m_answers.first().right ? tr("right") : tr("wrong");
    QStringList spoken = {engineName(m_kind), m_head};
    for (const Answer& answer : m_answers)
        spoken << QStringLiteral("%1 %2").arg(answer.name, formatNumber(answer.confidence, 3));
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    update();
}

QSize AnswerBars::sizeHint() const {
    return {200, ui::scaled(kHead + 5 * kRow)};
}

void AnswerBars::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double head = ui::scaled(kHead), row = ui::scaled(kRow);
    drawMark(painter, m_kind, {6, head / 2 - 2}, 10);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    painter.drawText(QRectF(20, 0, width(), head - 4), Qt::AlignLeft | Qt::AlignVCenter, engineName(m_kind));
    const double after = 26 + painter.fontMetrics().horizontalAdvance(engineName(m_kind));
    painter.setFont(ui::font(TextRole::Table));
    const bool right = !m_answers.isEmpty() && m_answers.first().right;
    painter.setPen(m_answers.isEmpty() ? theme.textWaiting : right ? theme.good : theme.bad);
    painter.drawText(QRectF(after, 0, width() - after, head - 4), Qt::AlignLeft | Qt::AlignVCenter, m_head);
    const QFontMetricsF metrics(ui::font(TextRole::Table));
    double names = 0;
    for (const Answer& answer : m_answers) names = std::max(names, metrics.horizontalAdvance(answer.name));
    names = std::min(names, width() * 0.35);
    const double figures = metrics.horizontalAdvance(QStringLiteral("0.000")) + 4, left = 18 + names + 8,
                 full = std::max(8.0, width() - left - figures - 6);
    double y = head;
    for (const Answer& answer : m_answers) {
        if (answer.right) drawSign(painter, true, {1, y + row / 2 - 6, 12, 12});
        painter.setPen(theme.text);
        painter.drawText(QRectF(18, y, names + 2, row), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(answer.name, Qt::ElideRight, names + 2));
        painter.fillRect(QRectF(left, y + row / 2 - 5, full, 10), theme.raised);
        painter.fillRect(QRectF(left, y + row / 2 - 5, full * answer.confidence, 10), theme.of(m_kind));
        painter.drawText(QRectF(width() - figures, y, figures, row), Qt::AlignRight | Qt::AlignVCenter,
                         formatNumber(answer.confidence, 3));
        y += row;
    }
}

}  // namespace pwb::ui
