// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

#include "core/base/error.h"
#include "core/result/engine_kind.h"

namespace pwb::ui {

/// Numbers as people read them, the same in every language: a point, thousands commas, a true minus
/// (U+2212). All figures come from the document; nothing here computes one.
[[nodiscard]] QString formatNumber(double value, int decimals);
[[nodiscard]] QString formatCount(std::int64_t value);             ///< "1,008"
[[nodiscard]] QString formatSigned(double value, int decimals);    ///< "+0.50", "−1.10", "0.00"
[[nodiscard]] QString formatPercent(double fraction);              ///< 0.7669 → "76.69 %"
[[nodiscard]] QString formatPoints(double fractionDelta);          ///< 0.005 → "+0.50 points"
[[nodiscard]] QString formatPointsRange(double low, double high);  ///< "−1.10 … +2.09 points"
[[nodiscard]] int millisecondDecimals(double milliseconds);  ///< three significant places: 0.342, 4.35, 12.1
[[nodiscard]] QString formatMs(double milliseconds);         ///< "0.342 ms"
[[nodiscard]] QString formatFps(double fps);                 ///< "2,890 FPS"
[[nodiscard]] QString formatRatio(double ratio);             ///< "1.37×"
[[nodiscard]] QString formatPValue(double p);                ///< "p = 0.63", "p < 0.001"
[[nodiscard]] QString formatDuration(double seconds);        ///< "2 min 41 s"

/// An engine's key, which stands for it in links, settings and object names.
[[nodiscard]] QString engineKey(const base::EngineId& engine);
/// The engine of a key: one that is built here, or a given one of that name.
[[nodiscard]] base::EngineId engineIdOf(const QString& key);
/// "FP32", "INT8 (QAT)".
[[nodiscard]] QString engineName(const result::EngineKind& kind);
[[nodiscard]] QString engineName(const result::RunResult& document, const result::EngineResult& engine);

enum class ByteUnit { B, KiB, MiB, GiB };
/// The unit in which the largest of a row of sizes reads well.
[[nodiscard]] ByteUnit byteUnit(std::uint64_t largest);
[[nodiscard]] QString byteUnitName(ByteUnit unit);
[[nodiscard]] QString formatByteNumber(std::uint64_t bytes, ByteUnit unit);
[[nodiscard]] QString formatBytes(std::uint64_t bytes);  ///< "2,870 KiB", "14.8 MiB"

/// Core's messages and errors in the words of the window's present language.
[[nodiscard]] QString coreText(const base::Message& message);
[[nodiscard]] QString coreText(const base::Error& error);
[[nodiscard]] QString coreRemedy(const base::Error& error);

}  // namespace pwb::ui
