// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>
#include <optional>

class QLabel;
class QSlider;

namespace pwb::ui {

class NumberField;

/// One requirement: its name, a field that may be empty (“not asked”), and a slider whose leftmost stop is
/// “not asked” too.
class RequirementRow : public QWidget {
    Q_OBJECT

public:
    struct Scale {
        QVector<double> stops;  ///< ascending; the slider's places right of “not asked”
        double lowest = 0, highest = 1;
        int decimals = 0;
    };
    RequirementRow(const QString& objectName, const QString& name, const QString& unit, Scale scale,
                   QWidget* parent = nullptr);

    [[nodiscard]] std::optional<double> value() const;
    void setValue(std::optional<double> value);
    /// Greys the row and says why.
    void disable(const QString& reason);

signals:
    void changed();

private:
    void moveSlider();

    Scale m_scale;
    NumberField* m_field;
    QSlider* m_slider;
    QLabel* m_reason;
};

/// `from`, `from`+`step` … `to`.
[[nodiscard]] QVector<double> evenStops(double from, double to, double step);

}  // namespace pwb::ui
