// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

class LabelPlaces;

/// Accuracy (top-1, a detector's mAP50-95) with its 95 % interval against p50 latency at batch 1 with the
/// spread of its rounds, one mark per engine, and the requirements as dotted lines. Engines that lack either
/// figure are left out.
class TradeOffChart : public Chart {
    Q_OBJECT

public:
    explicit TradeOffChart(QWidget* parent = nullptr);
    void setDocument(std::shared_ptr<const result::RunResult> document);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QString textAt(QPointF position) const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_points.isEmpty(); }

private:
    static constexpr double kMark = 11;
    struct Point {
        result::EngineKind kind;
        QString name;
        double latency, latencyLow, latencyHigh;     ///< ms
        double accuracy, accuracyLow, accuracyHigh;  ///< percent
        bool partial;
    };
    [[nodiscard]] Plot plotIn(const QRectF& area) const;
    void drawRequirements(QPainter& painter, const Plot& plot) const;
    void drawPoint(QPainter& painter, const Plot& plot, const Point& point) const;
    [[nodiscard]] static QString betterWords();
    [[nodiscard]] static QRectF betterWordsBox(const Plot& plot);
    [[nodiscard]] QRectF latencyWordsBox(const Plot& plot) const;
    void drawLabels(QPainter& painter, const Plot& plot) const;
    /// Of marks, whiskers and the words that have a place of their own.
    [[nodiscard]] LabelPlaces takenPlaces(const Plot& plot) const;
    void drawLabel(QPainter& painter, const Plot& plot, const Point& point, LabelPlaces& places) const;
    void drawFloorWords(QPainter& painter, const QRectF& box) const;

    QVector<Point> m_points;
    std::optional<double> m_floor;       ///< percent
    std::optional<double> m_latencyMax;  ///< ms per inference that the needed rate leaves
    QString m_floorText, m_latencyText;
    QString m_quality;  ///< what accuracy is here
    QString m_paired;
};

}  // namespace pwb::ui
