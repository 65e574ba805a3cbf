// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/models/language.h"

namespace pwb::ui {
namespace {

const QLocale& figures() {
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

struct Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

constexpr QChar kMinus(0x2212);

/// What is printed as zero carries no sign.
bool roundsToZero(double value, int decimals) {
    return std::abs(value) * std::pow(10.0, decimals) < 0.5;
}

}  // namespace

QString formatNumber(double value, int decimals) {
    if (roundsToZero(value, decimals)) value = 0;
    QString text = figures().toString(std::abs(value), 'f', decimals);
    return value < 0 ? kMinus + text : text;
}

QString formatCount(std::int64_t value) {
    return formatNumber(static_cast<double>(value), 0);
}

QString formatSigned(double value, int decimals) {
    const QString text = formatNumber(value, decimals);
    return value > 0 && !roundsToZero(value, decimals) ? '+' + text : text;
}

QString formatPercent(double fraction) {
    return formatNumber(fraction * 100, 2) + QStringLiteral(" %");
}

QString formatPoints(double delta) {
    return Format::tr("%1 points").arg(formatSigned(delta * 100, 2));
}

QString formatPointsRange(double low, double high) {
    return Format::tr("%1 … %2 points").arg(formatSigned(low * 100, 2), formatSigned(high * 100, 2));
}

int millisecondDecimals(double milliseconds) {
    const double size = std::abs(milliseconds);
    return size < 1 ? 3 : size < 10 ? 2 : size < 1000 ? 1 : 0;
}

QString formatMs(double milliseconds) {
    return formatNumber(milliseconds, millisecondDecimals(milliseconds)) + QStringLiteral(" ms");
}

QString formatFps(double fps) {
    return formatNumber(fps, fps < 10 ? 2 : fps < 100 ? 1 : 0) + QStringLiteral(" FPS");
}

QString formatRatio(double ratio) {
    return formatNumber(ratio, 2) + QChar(0x00D7);
}

QString formatPValue(double p) {
    return p < 0.001 ? QStringLiteral("p < 0.001")
                     : QStringLiteral("p = ") + formatNumber(p, p < 0.01 ? 3 : 2);
}

QString formatDuration(double seconds) {
    const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (whole < 60) return Format::tr("%1 s").arg(whole);
    if (whole < 3600) return Format::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return Format::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString engineKey(const base::EngineId& engine) {
    return QString::fromStdString(engine.key());
}

base::EngineId engineIdOf(const QString& key) {
    if (const auto built = base::EngineId::parse(key.toStdString())) return *built;
    base::EngineId given;
    given.origin = base::EngineOrigin::Given;
    given.name = key.toStdString();
    return given;
}

QString engineName(const result::EngineKind& kind) {
    return QString::fromStdString(kind.name());
}

QString engineName(const result::RunResult& document, const result::EngineResult& engine) {
    return engineName(result::kindOf(document, engine));
}

ByteUnit byteUnit(std::uint64_t largest) {
    if (largest < 1024) return ByteUnit::B;
    if (largest < (4ull << 20)) return ByteUnit::KiB;
    return largest < (4ull << 30) ? ByteUnit::MiB : ByteUnit::GiB;
}

QString byteUnitName(ByteUnit unit) {
    static const char* const names[] = {"B", "KiB", "MiB", "GiB"};
    return QString::fromLatin1(names[static_cast<int>(unit)]);
}

QString formatByteNumber(std::uint64_t bytes, ByteUnit unit) {
    const double value = static_cast<double>(bytes) / std::pow(1024.0, static_cast<int>(unit));
    const int decimals = unit == ByteUnit::MiB ? 1 : unit == ByteUnit::GiB ? 2 : 0;
    return formatNumber(value, decimals);
}

QString formatBytes(std::uint64_t bytes) {
    const ByteUnit unit = byteUnit(bytes);
    return formatByteNumber(bytes, unit) + ' ' + byteUnitName(unit);
}

QString coreText(const base::Message& message) {
    return QString::fromStdString(words().text(message));
}
QString coreText(const base::Error& error) {
    return QString::fromStdString(words().text(error));
}
QString coreRemedy(const base::Error& error) {
    return QString::fromStdString(words().remedy(error));
}

}  // namespace pwb::ui
