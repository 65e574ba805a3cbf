// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QIconEngine>
#include <QPixmapCache>
#include <QPolygonF>
#include <QSvgRenderer>
#include <algorithm>

#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

Qt::PenStyle penStyle(const EngineKind& kind) {
    if (kind.engine.variant == base::Variant::Qat) return Qt::DashDotLine;
    if (kind.engine.variant == base::Variant::Dynamic) return Qt::DashDotDotLine;
    if (kind.engine.variant == base::Variant::ForTensorRt || kind.engine.variant == base::Variant::Plain)
        return Qt::CustomDashLine;
    switch (kind.engine.precision) {
        case base::Precision::Fp32:
            return Qt::SolidLine;
        case base::Precision::Fp16:
            return Qt::DashLine;
        case base::Precision::Int8:
            return Qt::DotLine;
    }
    return Qt::SolidLine;
}

QPolygonF polygon(QPointF centre, qreal r, std::initializer_list<QPointF> corners) {
    QPolygonF result;
    for (const QPointF& corner : corners) result << centre + corner * r;
    return result;
}

void paintMark(QPainter& painter, const EngineKind& kind, QPointF centre, qreal r) {
    if (kind.engine.variant == base::Variant::Qat) {
        painter.drawPolygon(polygon(centre, r, {{0, -1.15}, {1.15, 0}, {0, 1.15}, {-1.15, 0}}));
        return;
    }
    if (kind.engine.variant == base::Variant::Dynamic) {
        painter.drawPolygon(polygon(centre, r, {{-1.1, -0.9}, {1.1, -0.9}, {0, 1}}));
        return;
    }
    if (kind.engine.variant == base::Variant::ForTensorRt || kind.engine.variant == base::Variant::Plain) {
        constexpr qreal kArm = 0.38;
        QPolygonF cross = polygon({}, r,
                                  {{-kArm, -1},
                                   {kArm, -1},
                                   {kArm, -kArm},
                                   {1, -kArm},
                                   {1, kArm},
                                   {kArm, kArm},
                                   {kArm, 1},
                                   {-kArm, 1},
                                   {-kArm, kArm},
                                   {-1, kArm},
                                   {-1, -kArm},
                                   {-kArm, -kArm}});
        if (kind.engine.variant == base::Variant::Plain) cross = QTransform().rotate(45).map(cross);
        painter.drawPolygon(cross.translated(centre));
        return;
    }
    switch (kind.engine.precision) {
        case base::Precision::Fp32:
            painter.drawEllipse(centre, r, r);
            return;
        case base::Precision::Fp16:
            painter.drawRect(QRectF(centre.x() - r * 0.9, centre.y() - r * 0.9, r * 1.8, r * 1.8));
            return;
        case base::Precision::Int8:
            painter.drawPolygon(polygon(centre, r, {{0, -1}, {1.1, 0.9}, {-1.1, 0.9}}));
    }
}

/// Draws a size when it is asked for: a window has many icons and shows few sizes of them.
class SvgIcon : public QIconEngine {
public:
    SvgIcon(QString name, const QColor& normal, const QColor& disabled)
        : m_name(std::move(name)), m_normal(normal), m_disabled(disabled) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const int size = std::min(rect.width(), rect.height());
        const QPoint corner = rect.center() - QPoint((size - 1) / 2, (size - 1) / 2);
        painter->drawPixmap(corner,
                            iconPixmap(m_name, colorOf(mode), size, painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return iconPixmap(m_name, colorOf(mode), std::min(size.width(), size.height()), 1);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new SvgIcon(*this); }

private:
    [[nodiscard]] const QColor& colorOf(QIcon::Mode mode) const {
        return mode == QIcon::Disabled ? m_disabled : m_normal;
    }
    QString m_name;
    QColor m_normal, m_disabled;
};

}  // namespace

QPen enginePen(const EngineKind& kind, qreal width) {
    QPen pen(Theme::current().of(kind), width, penStyle(kind));
    if (pen.style() == Qt::CustomDashLine)
        pen.setDashPattern(kind.engine.variant == base::Variant::Plain ? QList<qreal>{2, 4}
                                                                       : QList<qreal>{8, 2.5});
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

void drawMark(QPainter& painter, const EngineKind& kind, QPointF centre, qreal size, bool hollow) {
    const Theme& theme = Theme::current();
    if (!hollow) return drawMark(painter, kind, centre, size, theme.of(kind));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = std::max<qreal>(1.5, size / 7);
    painter.setPen(QPen(theme.of(kind), pen));
    painter.setBrush(theme.card);
    paintMark(painter, kind, centre, (size - pen) / 2);
    painter.restore();
}

void drawMark(QPainter& painter, const EngineKind& kind, QPointF centre, qreal size, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    paintMark(painter, kind, centre, size / 2);
    painter.restore();
}

QPixmap markPixmap(const EngineKind& kind, int size, qreal devicePixelRatio) {
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawMark(painter, kind, QPointF(size / 2.0, size / 2.0), size * 0.86);
    return pixmap;
}

QPixmap iconPixmap(const QString& name, const QColor& color, int size, qreal devicePixelRatio) {
    if (size <= 0) return {};
    const QString key = QStringLiteral("pwb/%1/%2/%3/%4")
                            .arg(name, color.name(QColor::HexArgb))
                            .arg(size)
                            .arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, size, size));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const QString& name, const QColor& color) {
    const Theme& theme = Theme::current();
    return QIcon(new SvgIcon(name, color.isValid() ? color : theme.textSecondary, theme.inactive));
}

}  // namespace pwb::ui
