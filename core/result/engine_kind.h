// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/engine_id.h"

namespace pwb::decide {
struct Decision;
}

namespace pwb::result {

struct EngineResult;
struct RunResult;

/// What an engine is called and looks like: names, marks, line styles and colours follow from it, in the
/// window and in the reports alike.
struct EngineKind {
    base::EngineId engine;
    /// The default INT8 where variants of INT8 (the reference is none) stand beside it: it is called by how
    /// it was made, too.
    bool isPtq = false;

    EngineKind() = default;
    EngineKind(base::EngineId of) : engine(std::move(of)) {}
    /// The default engine of a precision.
    EngineKind(base::Precision of) : engine(of) {}

    [[nodiscard]] std::string key() const { return engine.key(); }
    /// "FP32", "INT8 (QAT)": the same in every language.
    [[nodiscard]] std::string name() const;
    /// What tells it apart where room is short: "FP32", "QAT".
    [[nodiscard]] std::string shortName() const;
    bool operator==(const EngineKind&) const = default;
};

[[nodiscard]] EngineKind kindOf(const RunResult& document, const EngineResult& engine);
/// Of an engine that a decision names.
[[nodiscard]] EngineKind kindOf(const decide::Decision& decision, const base::EngineId& engine);
/// The advised engine; absent where none is.
[[nodiscard]] std::optional<EngineKind> advisedKind(const decide::Decision& decision);
/// FP32, FP16 and INT8, whether the document has them or not, then its variants in its order, the reference
/// last.
[[nodiscard]] std::vector<EngineKind> shownKinds(const RunResult* document);

}  // namespace pwb::result
