// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/preprocess_text.h"

#include <QRegularExpression>
#include <QStringList>
#include <cmath>

namespace pwb::ui {

QString sizeText(int width, int height) {
    return QStringLiteral("%1 × %2").arg(width).arg(height);
}

std::optional<std::pair<int, int>> sizeFrom(const QString& text) {
    static const QRegularExpression pattern(
        QStringLiteral("^\\s*(\\d{1,5})(?:\\s*[x×*]\\s*(\\d{1,5}))?\\s*$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return std::nullopt;
    const int width = match.captured(1).toInt();
    const int height = match.captured(2).isEmpty() ? width : match.captured(2).toInt();
    if (width < 1 || height < 1) return std::nullopt;
    return std::pair(width, height);
}

QString resizeToText(const dataset::ResizeTo& to) {
    if (to.width <= 0) return {};
    return to.height > 0 ? sizeText(to.width, to.height) : QString::number(to.width);
}

std::optional<dataset::ResizeTo> resizeToFrom(const QString& text) {
    if (text.trimmed().isEmpty()) return dataset::ResizeTo{};
    const auto size = sizeFrom(text);
    if (!size) return std::nullopt;
    const bool isOne = !text.contains(QRegularExpression(QStringLiteral("[x×*]")));
    return dataset::ResizeTo{size->first, isOne ? 0 : size->second};
}

QString scaleText(double scale) {
    const double divisor = scale > 0 ? 1 / scale : 0;
    const bool whole = divisor > 1.5 && std::abs(divisor - std::round(divisor)) < 1e-6;
    return whole ? QStringLiteral("÷ %1").arg(std::lround(divisor)) : QString::number(scale, 'g', 10);
}

std::optional<double> scaleFrom(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^\\s*(?:1\\s*)?([/÷]?)\\s*([0-9.eE+-]+)\\s*$"));
    bool fine = false;
    const double plain = text.trimmed().toDouble(&fine);
    if (fine) return plain > 0 ? std::optional(plain) : std::nullopt;
    const auto match = pattern.match(text);
    const double number = match.captured(2).toDouble(&fine);
    if (!match.hasMatch() || match.captured(1).isEmpty() || !fine || number <= 0) return std::nullopt;
    return 1 / number;
}

QString tripleText(const std::array<double, 3>& values) {
    QStringList parts;
    for (const double value : values) parts << QString::number(value, 'g', 8);
    return parts.join(QStringLiteral(", "));
}

std::optional<std::array<double, 3>> tripleFrom(const QString& text) {
    static const QRegularExpression separator(QStringLiteral("[,;\\s]+"));
    const QStringList parts = text.split(separator, Qt::SkipEmptyParts);
    if (parts.size() != 1 && parts.size() != 3) return std::nullopt;
    std::array<double, 3> values = {};
    for (int i = 0; i < 3; ++i) {
        bool fine = false;
        values[static_cast<std::size_t>(i)] = parts[parts.size() == 1 ? 0 : i].toDouble(&fine);
        if (!fine) return std::nullopt;
    }
    return values;
}

}  // namespace pwb::ui
