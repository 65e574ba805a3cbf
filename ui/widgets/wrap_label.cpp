// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wrap_label.h"

#include "ui/theme/theme.h"

namespace pwb::ui {

WrapLabel::WrapLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setFont(ui::font(TextRole::Table));
    setProperty("tone", QStringLiteral("secondary"));
    setWordWrap(true);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize WrapLabel::sizeHint() const {
    const int lowest = scaled(200);
    const QRect needed =
        fontMetrics().boundingRect(QRect(0, 0, std::max(width(), lowest), 10000), Qt::TextWordWrap, text());
    return {lowest, needed.height()};
}

void WrapLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    updateGeometry();
}

}  // namespace pwb::ui
