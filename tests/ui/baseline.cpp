// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/baseline.h"

#include <QApplication>
#include <QDir>
#include <QHash>
#include <QMap>
#include <QPainter>
#include <QTest>
#include <QWidget>
#include <algorithm>

#include "tests/support/places.h"
#include "tests/ui/ui_test.h"

namespace pwb::tests {
namespace {

constexpr int kLike = 24;              ///< levels of 256 that a channel of a like pixel may be off
constexpr double kTolerance = 0.0002;  ///< share of differing pixels
constexpr int kStep = 12;              ///< levels within which a baseline has one colour
constexpr int kExactMs = 1000, kPatienceMs = 15000;  ///< for no difference at all, and for a tolerable one

bool like(QRgb a, QRgb b) {
    return std::abs(qRed(a) - qRed(b)) <= kLike && std::abs(qGreen(a) - qGreen(b)) <= kLike &&
           std::abs(qBlue(a) - qBlue(b)) <= kLike;
}

/// Whether `picture` has a pixel like `color` at x, y or beside it.
bool hasNear(const QImage& picture, int x, int y, QRgb color) {
    for (int v = std::max(0, y - 1); v <= std::min(picture.height() - 1, y + 1); ++v) {
        const auto* row = reinterpret_cast<const QRgb*>(picture.constScanLine(v));
        for (int u = std::max(0, x - 1); u <= std::min(picture.width() - 1, x + 1); ++u)
            if (like(row[u], color)) return true;
    }
    return false;
}

QImage pictureOf(QWidget& widget) {
    if (auto* focused = QApplication::focusWidget()) focused->clearFocus();  // frames and carets
    QImage picture(widget.size(), QImage::Format_RGB32);
    picture.fill(widget.palette().color(QPalette::Window));
    widget.render(&picture);
    return picture;
}

/// What is shown once three looks in a row were the same.
QImage settled(QWidget& widget) {
    QImage last;
    int same = 0;
    (void)QTest::qWaitFor(
        [&] {
            QTest::qWait(300);
            const QImage now = pictureOf(widget);
            same = now == last ? same + 1 : 0;
            last = now;
            return same >= 3;
        },
        kPatienceMs);
    return last;
}

template <class Visit>
void forEachPixel(QImage& picture, Visit visit) {
    for (int y = 0; y < picture.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < picture.width(); ++x) visit(row[x]);
    }
}

/// The picture as it is kept: of colours so near each other that no eye tells them apart only the commonest,
/// so that most pictures have at most 256.
QImage thinned(const QImage& picture) {
    QImage result = picture.convertToFormat(QImage::Format_RGB32);
    QHash<QRgb, QMap<QRgb, int>> cells;
    const auto cell = [](QRgb c) { return qRgb(qRed(c) / kStep, qGreen(c) / kStep, qBlue(c) / kStep); };
    forEachPixel(result, [&](QRgb c) { ++cells[cell(c)][c]; });
    QHash<QRgb, QRgb> commonest;
    for (auto it = cells.cbegin(); it != cells.cend(); ++it)
        commonest[it.key()] = std::max_element(it->cbegin(), it->cend()).key();
    forEachPixel(result, [&](QRgb& c) { c = commonest[cell(c)]; });
    return result;
}

/// In as few bytes as PNG takes without further loss.
bool save(QImage picture, const QString& file) {
    QMap<QRgb, int> colours;
    forEachPixel(picture, [&](QRgb c) { colours[c] = 0; });
    const QImage small = colours.size() > 256
                             ? picture.convertToFormat(QImage::Format_RGB888)
                             : picture.convertToFormat(QImage::Format_Indexed8, colours.keys(),
                                                       Qt::ThresholdDither | Qt::AvoidDither);
    return small.save(file, "PNG", 0);
}

QString path(const std::filesystem::path& folder, const QString& file) {
    return QDir(QString::fromStdString(folder.string())).filePath(file);
}

}  // namespace

PictureDifference differenceOf(const QImage& actual, const QImage& baseline) {
    PictureDifference result;
    result.sameSize = actual.size() == baseline.size();
    if (!result.sameSize || actual.isNull()) return result;
    const QImage a = actual.convertToFormat(QImage::Format_RGB32);
    const QImage b = baseline.convertToFormat(QImage::Format_RGB32);
    result.marked = a;
    QPainter(&result.marked).fillRect(a.rect(), QColor(255, 255, 255, 200));
    std::int64_t differing = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto* ours = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* theirs = reinterpret_cast<const QRgb*>(b.constScanLine(y));
        for (int x = 0; x < a.width(); ++x) {
            if (like(ours[x], theirs[x]) || (hasNear(b, x, y, ours[x]) && hasNear(a, x, y, theirs[x])))
                continue;
            ++differing;
            result.marked.setPixel(x, y, qRgb(220, 0, 0));
        }
    }
    result.share = static_cast<double>(differing) / (static_cast<double>(a.width()) * a.height());
    return result;
}

QString unlikeBaseline(QWidget& widget, const QString& name) {
    const QString file = path(testData() / "baselines", name + QStringLiteral(".png"));
    if (qEnvironmentVariableIntValue("PWB_UPDATE_BASELINES") != 0) {
        const QImage now = thinned(settled(widget));
        if (now == QImage(file).convertToFormat(QImage::Format_RGB32)) return {};
        return save(now, file) ? QString() : file + QStringLiteral(" cannot be written");
    }
    const QImage baseline(file);
    if (baseline.isNull()) return QStringLiteral("%1 is missing; PWB_UPDATE_BASELINES=1 makes it").arg(file);
    QImage actual;
    PictureDifference difference;
    const auto within = [&](double share, int milliseconds) {
        return QTest::qWaitFor(
            [&] {
                actual = pictureOf(widget);
                difference = differenceOf(actual, baseline);
                return difference.sameSize && difference.share <= share;
            },
            milliseconds);
    };
    // A small picture that is still to come would be tolerated.
    const bool same = within(0, kExactMs) || within(kTolerance, kPatienceMs);
    if (same) {
        qInfo("%s: %.4f %% of the pixels differ", qPrintable(name), difference.share * 100);
        return {};
    }
    const auto folder = programs().parent_path() / "Testing" / "baselines";
    std::filesystem::create_directories(folder);
    const QString now = path(folder, name + QStringLiteral("-actual.png"));
    const QString marked = path(folder, name + QStringLiteral("-difference.png"));
    actual.save(now);
    if (!difference.sameSize)
        return QStringLiteral("%1 is %2 × %3, its baseline %4 × %5; see %6")
            .arg(name)
            .arg(actual.width())
            .arg(actual.height())
            .arg(baseline.width())
            .arg(baseline.height())
            .arg(now);
    difference.marked.save(marked);
    return QStringLiteral("%1: %2 % of the pixels differ (allowed: %3 %); see %4 and %5")
        .arg(name)
        .arg(difference.share * 100, 0, 'f', 3)
        .arg(kTolerance * 100)
        .arg(now, marked);
}

}  // namespace pwb::tests
