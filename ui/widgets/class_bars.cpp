// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/class_bars.h"

#include <QHelpEvent>
#include <QToolTip>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

ClassBars::ClassBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ClassBars::setCounts(const std::vector<int>& counts, const std::vector<std::string>& names,
                          Counted counted) {
    m_counts = counts;
    m_counted = counted;
    m_names.clear();
    for (const std::string& name : names) m_names << QString::fromStdString(name);
    QString text = counted == Counted::Objects ? tr("Objects per class") : tr("Samples per class");
    for (std::size_t i = 0; i < std::min<std::size_t>(m_counts.size(), 100); ++i)
        text += QStringLiteral("; %1: %2").arg(m_names.value(static_cast<int>(i))).arg(m_counts[i]);
    setAccessibleName(text);
    update();
}

QSize ClassBars::sizeHint() const {
    return {scaled(320), scaled(40)};
}
QSize ClassBars::minimumSizeHint() const {
    return {scaled(120), scaled(28)};
}

int ClassBars::classAt(int x) const {
    if (m_counts.empty() || width() == 0) return -1;
    return std::clamp(static_cast<int>(x * static_cast<double>(m_counts.size()) / width()), 0,
                      static_cast<int>(m_counts.size()) - 1);
}

bool ClassBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_counts.empty()) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int hit = classAt(help->pos().x());
        QToolTip::showText(help->globalPos(),
                           (m_counted == Counted::Objects ? tr("%1: %2 objects") : tr("%1: %2 samples"))
                               .arg(m_names.value(hit), formatCount(m_counts[static_cast<std::size_t>(hit)])),
                           this);
        return true;
    }
    return QWidget::event(event);
}

void ClassBars::paintEvent(QPaintEvent*) {
    if (m_counts.empty()) return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(ui::font(TextRole::MatrixLabel));
    const double step = width() / static_cast<double>(m_counts.size());
    int widest = 0;
    for (const QString& name : m_names)
        widest = std::max(widest, painter.fontMetrics().horizontalAdvance(name));
    const bool named = widest + 2 <= step;
    const int labels = named ? painter.fontMetrics().height() + 2 : 0;
    const int top = *std::max_element(m_counts.begin(), m_counts.end());
    const double room = height() - labels;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const double x = static_cast<double>(i) * step, gap = std::min(2.0, step * 0.2);
        const double bar = top > 0 ? room * m_counts[i] / top : 0;
        painter.fillRect(QRectF(x + gap / 2, room - bar, std::max(1.0, step - gap), bar), theme.inactive);
        if (!named) continue;
        painter.setPen(m_counts[i] == 0 ? theme.bad : theme.textSecondary);
        painter.drawText(QRectF(x, room + 1, step, labels - 1), Qt::AlignCenter,
                         m_names.value(static_cast<int>(i)));
    }
    if (!named) painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.hairline);
}

}  // namespace pwb::ui
