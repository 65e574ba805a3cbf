// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
#include <QWidget>

namespace pwb::ui {

/// Pages on a desk, as many side by side as fit.
class PaperView : public QWidget {
    Q_OBJECT

public:
    explicit PaperView(QWidget* parent = nullptr);
    void setPages(const QList<QImage>& pages);
    /// Width of one page in device pixels for a view `room` wide.
    [[nodiscard]] static int pageWidth(int room, qreal devicePixelRatio);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QRect pageRect(int index) const;
    void fitHeight();
    QList<QImage> m_pages;
};

}  // namespace pwb::ui
