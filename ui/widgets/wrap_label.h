// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace pwb::ui {

/// A label of several lines that asks for the height of its present width. Unlike QLabel with word wrap it
/// does not give its layout a height for width, which would make a scroll area ask for too much.
class WrapLabel : public QLabel {
    Q_OBJECT

public:
    explicit WrapLabel(const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace pwb::ui
