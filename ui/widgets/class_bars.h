// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace pwb::ui {

/// Samples (or objects) per class as thin neutral bars with the classes' names below where they fit. Painted.
class ClassBars : public QWidget {
    Q_OBJECT

public:
    explicit ClassBars(QWidget* parent = nullptr);
    enum class Counted { Samples, Objects };
    void setCounts(const std::vector<int>& counts, const std::vector<std::string>& names,
                   Counted counted = Counted::Samples);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int classAt(int x) const;
    std::vector<int> m_counts;
    QStringList m_names;
    Counted m_counted = Counted::Samples;
};

}  // namespace pwb::ui
