// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "core/base/message.h"

namespace pwb::base {

/// Decides the exit code of pwb: Usage 2, BadInput 3, Engine 4, Cancelled 130.
enum class ErrorKind { Usage, BadInput, Engine, Cancelled };

/// A failure: the file it is about (may be empty), its cause, and its remedy. The catalogue holds two
/// texts for it: `message.code` for the cause and `message.code` + ".remedy" for what to do.
struct Error {
    ErrorKind kind = ErrorKind::BadInput;
    std::string file = {};
    Message message = {};
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

using Args = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string file, std::string code,
                                                Args args = {}) {
    return tl::make_unexpected(Error{kind, std::move(file), Message{std::move(code), std::move(args)}});
}
[[nodiscard]] inline tl::unexpected<Error> badInput(std::string file, std::string code, Args args = {}) {
    return fail(ErrorKind::BadInput, std::move(file), std::move(code), std::move(args));
}
[[nodiscard]] inline tl::unexpected<Error> engineFailure(std::string file, std::string code, Args args = {}) {
    return fail(ErrorKind::Engine, std::move(file), std::move(code), std::move(args));
}
/// The outcome of work that was asked to stop; callers show it as "cancelled", never as a failure.
[[nodiscard]] inline tl::unexpected<Error> cancelled() {
    return fail(ErrorKind::Cancelled, "", "base.cancelled");
}
[[nodiscard]] inline bool isCancelled(const Error& error) {
    return error.kind == ErrorKind::Cancelled;
}

}  // namespace pwb::base
