// SPDX-License-Identifier: GPL-3.0-or-later
// Handing an error on to the caller, where nothing else is to be done with it.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#define PWB_TRY_JOIN(a, b) a##b
#define PWB_TRY_NAME(a, b) PWB_TRY_JOIN(a, b)
#define PWB_TRY_INTO(result, declaration, ...)                          \
    auto result = (__VA_ARGS__);                                        \
    if (!result) return tl::make_unexpected(std::move(result).error()); \
    declaration = *std::move(result)

/// `PWB_TRY(const auto model, readModel(path));` declares what the Result holds, or returns its error.
#define PWB_TRY(declaration, ...) PWB_TRY_INTO(PWB_TRY_NAME(pwbTried, __LINE__), declaration, __VA_ARGS__)

/// `PWB_CHECK(store.put(key, text));` returns the error of a Status or of a Result whose value is not needed.
#define PWB_CHECK(...)                                                 \
    do {                                                               \
        if (auto pwbChecked = (__VA_ARGS__); !pwbChecked)              \
            return tl::make_unexpected(std::move(pwbChecked).error()); \
    } while (false)
