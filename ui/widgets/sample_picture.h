// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace pwb::ui {

/// One sample, as large as fits; loaded in the background.
class SamplePicture : public QWidget {
    Q_OBJECT

public:
    explicit SamplePicture(QWidget* parent = nullptr);
    void setPath(const QString& path);
    [[nodiscard]] QSize sizeHint() const override { return {260, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 120}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_path;
};

}  // namespace pwb::ui
