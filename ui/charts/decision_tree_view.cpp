// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decision_tree_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/models/decision_tables.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr double kGap = 25;  ///< between columns, where branches are named

const decide::TreeNode* nodeOf(const std::string& id) {
    for (const auto& node : decide::decisionTree())
        if (node.id == id) return &node;
    return nullptr;
}

bool occupied(int column, int row) {
    return std::any_of(decide::decisionTree().begin(), decide::decisionTree().end(),
                       [&](const auto& node) { return node.column == column && node.row == row; });
}

int columns() {
    int most = 0;
    for (const auto& node : decide::decisionTree()) most = std::max(most, node.column);
    return most + 1;
}

int rows() {
    int most = 0;
    for (const auto& node : decide::decisionTree()) most = std::max(most, node.row);
    return most + 1;
}

/// The words that fit on the first line, and the rest.
std::pair<QString, QString> brokenAt(const QString& text, const QFontMetricsF& metrics, double width) {
    if (metrics.horizontalAdvance(text) <= width) return {text, {}};
    int at = static_cast<int>(text.lastIndexOf(u' '));
    while (at > 0 && metrics.horizontalAdvance(text.left(at)) > width)
        at = static_cast<int>(text.lastIndexOf(u' ', at - 1));
    return at > 0 ? std::pair(text.left(at), text.mid(at + 1)) : std::pair(text, QString());
}

void drawArrow(QPainter& painter, const QPolygonF& way, const QColor& color, double width) {
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(way);
    const QPointF tip = way.last(), back = way[way.size() - 2] - tip;
    const QPointF along = back / std::max(1.0, std::hypot(back.x(), back.y())) * 6,
                  across(-along.y() * 0.55, along.x() * 0.55);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({tip, tip + along + across, tip + along - across}));
}

}  // namespace

DecisionTreeView::DecisionTreeView(QWidget* parent) : Chart(tr("Decision tree"), parent) {
    setObjectName(QStringLiteral("decisionTree"));
    setFocusPolicy(Qt::StrongFocus);
}

void DecisionTreeView::setDecision(const std::optional<decide::Decision>& decision) {
    m_decision = decision;
    m_current =
        std::clamp(m_current, 0, std::max(0, decision ? static_cast<int>(decision->path.size()) - 1 : 0));
    dataChanged();
}

CellTable DecisionTreeView::table() const {
    return m_decision ? pathTable(*m_decision) : CellTable{};
}

QStringList DecisionTreeView::litNodes() const {
    QStringList lit;
    if (!m_decision) return lit;
    for (const auto& step : m_decision->path) {
        lit << QString::fromStdString(step.node);
        if (&step != &m_decision->path.back()) continue;
        if (const auto* node = nodeOf(step.node))
            for (const auto& branch : node->branches)
                if (branch.id == step.branch) lit << QString::fromStdString(branch.next);
    }
    return lit;
}

QSize DecisionTreeView::sizeHint() const {
    return {ui::scaled(760), ui::scaled(235)};
}
QSize DecisionTreeView::minimumSizeHint() const {
    return {ui::scaled(600), ui::scaled(215)};
}

QRectF DecisionTreeView::box(const decide::TreeNode& node) const {
    const double width = (this->width() - (columns() - 1) * kGap - 2) / columns(),
                 rowHeight = (height() - 12.0) / rows();
    const bool top = node.row == 0;
    const double height =
        top ? std::min(ui::scaled(70) * 1.0, rowHeight) : std::min(ui::scaled(50) * 1.0, rowHeight - 24);
    return {1 + node.column * (width + kGap),
            2 + node.row * rowHeight + (top ? 0 : (rowHeight - height) * 0.6), width, height};
}

const decide::PathStep* DecisionTreeView::stepAt(const std::string& node) const {
    if (m_decision)
        for (const auto& step : m_decision->path)
            if (step.node == node) return &step;
    return nullptr;
}

bool DecisionTreeView::isLit(const std::string& node) const {
    return litNodes().contains(QString::fromStdString(node));
}

void DecisionTreeView::draw(QPainter& painter, const QRectF&) {
    // Unlit branches first, so that the lit path runs over them.
    for (const bool lit : {false, true})
        for (const auto& node : decide::decisionTree())
            for (const auto& branch : node.branches) {
                const auto* step = stepAt(node.id);
                if ((step && step->branch == branch.id) == lit) drawBranch(painter, node, branch, lit);
            }
    for (const auto& node : decide::decisionTree())
        node.leaf ? drawLeaf(painter, node) : drawNode(painter, node);
}

void DecisionTreeView::drawBranch(QPainter& painter, const decide::TreeNode& from,
                                  const decide::TreeBranch& branch, bool lit) const {
    const auto* to = nodeOf(branch.next);
    if (!to) return;
    const Theme& theme = Theme::current();
    const QRectF a = box(from), b = box(*to);
    const QColor color = lit ? theme.accent : theme.inactive;
    QPolygonF way;
    QPointF words;
    bool centred = false;
    if (from.row == to->row) {
        way = QPolygonF(QList<QPointF>{{a.right(), a.center().y()}, {b.left(), a.center().y()}});
        words = {(a.right() + b.left()) / 2, a.center().y() - 4};
        centred = true;
    } else if (from.column == to->column && to->row > from.row + 1 && occupied(from.column, from.row + 1)) {
        const double x = a.right() + kGap * 0.35;
        way = QPolygonF({{a.right() - 12, a.bottom()},
                         {a.right() - 12, a.bottom() + 9},
                         {x, a.bottom() + 9},
                         {x, b.center().y()},
                         {b.right(), b.center().y()}});
        words = {x + 4, b.top() - 4};
    } else if (from.column == to->column) {
        const double x = a.left() + std::min(24.0, a.width() / 4);
        way = QPolygonF(QList<QPointF>{{x, a.bottom()}, {x, b.top()}});
        words = {x + 8, (a.bottom() + b.top()) / 2 + 4};
    } else {
        const double x = (a.right() + b.left()) / 2, y = b.bottom() - 10;
        way = QPolygonF({{a.right(), a.center().y()}, {x, a.center().y()}, {x, y}, {b.left(), y}});
        words = {x + 4, (a.top() + b.bottom()) / 2 + 4};
    }
    drawArrow(painter, way, color, lit ? 2 : 1);
    painter.setFont(ui::font(lit ? TextRole::TableStrong : TextRole::Caption));
    painter.setPen(lit ? theme.accent : theme.textSecondary);
    const QString label = coreText(branch.label);
    if (centred) words.rx() -= painter.fontMetrics().horizontalAdvance(label) / 2.0;
    painter.drawText(words, label);
}

void DecisionTreeView::drawNode(QPainter& painter, const decide::TreeNode& node) const {
    const Theme& theme = Theme::current();
    const QRectF frame = box(node), inner = frame.adjusted(7, 4, -3, -4);
    const auto* step = stepAt(node.id);
    painter.setPen(QPen(step ? theme.accent : theme.hairline, step ? 1.5 : 1));
    painter.setBrush(step ? theme.accentTint : theme.card);
    painter.drawRoundedRect(frame, 4, 4);
    const bool current = step && hasFocus() && m_current < static_cast<int>(m_decision->path.size()) &&
                         m_decision->path[static_cast<std::size_t>(m_current)].node == node.id;
    if (current) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(frame.adjusted(-3, -3, 3, 3), 6, 6);
    }
    struct Line {
        QString text;
        TextRole role;
        QColor color;
    };
    QVector<Line> lines = {{coreText(step ? step->question : node.question), TextRole::Table,
                            step ? theme.text : theme.textSecondary}};
    if (step) lines << Line{coreText(step->answer), TextRole::BodyStrong, theme.text};
    if (step && node.row == 0)
        lines << Line{coreText(step->evidence), TextRole::Caption, theme.textSecondary};
    // A long question is set smaller, then on two lines, before it is cut.
    if (QFontMetricsF(ui::font(lines[0].role)).horizontalAdvance(lines[0].text) > inner.width()) {
        lines[0].role = TextRole::Caption;
        const auto [first, rest] =
            brokenAt(lines[0].text, QFontMetricsF(ui::font(TextRole::Caption)), inner.width());
        lines[0].text = first;
        if (!rest.isEmpty()) lines.insert(1, Line{rest, TextRole::Caption, lines[0].color});
    }
    const auto height = [](const Line& line) { return QFontMetricsF(ui::font(line.role)).height(); };
    double total = 0;
    for (const Line& line : lines) total += height(line);
    if (total > frame.height() && lines.size() > 3) {  // the evidence stays in the tool tip and the table
        total -= height(lines.last());
        lines.removeLast();
    }
    double y = inner.top() + std::max(0.0, (inner.height() - total) / 2);
    for (const Line& line : lines) {
        const QFontMetricsF metrics(ui::font(line.role));
        painter.setFont(ui::font(line.role));
        painter.setPen(line.color);
        painter.drawText(QPointF(inner.left(), y + metrics.ascent()),
                         metrics.elidedText(line.text, Qt::ElideRight, inner.width()));
        y += metrics.height();
    }
}

void DecisionTreeView::drawLeaf(QPainter& painter, const decide::TreeNode& node) const {
    const Theme& theme = Theme::current();
    const bool lit = isLit(node.id);
    QRectF frame = box(node);
    if (node.row == 0) frame = frame.adjusted(0, 4, 0, -4);
    painter.setPen(QPen(lit ? theme.of(*node.leaf) : theme.hairline, lit ? 2 : 1));
    painter.setBrush(lit ? theme.tint(*node.leaf) : theme.raised);
    painter.drawRoundedRect(frame, 6, 6);
    const QPointF mark(frame.left() + 17, frame.center().y() - (frame.height() > 40 ? 7 : 0));
    if (lit) {
        drawMark(painter, *node.leaf, mark, 12);
    } else {
        drawMark(painter, *node.leaf, mark, 10, theme.inactive);
    }
    const QFontMetricsF name(ui::font(lit ? TextRole::BodyStrong : TextRole::Table)),
        note(ui::font(TextRole::Caption));
    const double left = frame.left() + 31, room = frame.right() - left - 4;
    const int noteLines = note.horizontalAdvance(coreText(node.leafNote)) > room ? 2 : 1;
    double y = frame.center().y() - (name.height() + noteLines * note.height()) / 2;
    painter.setFont(ui::font(lit ? TextRole::BodyStrong : TextRole::Table));
    painter.setPen(lit ? theme.text : theme.textSecondary);
    painter.drawText(QPointF(left, y + name.ascent()), engineName(*node.leaf));
    y += name.height();
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    const auto [first, rest] = brokenAt(coreText(node.leafNote), note, room);
    painter.drawText(QPointF(left, y + note.ascent()), note.elidedText(first, Qt::ElideRight, room));
    painter.drawText(QPointF(left, y + note.height() + note.ascent()),
                     note.elidedText(rest, Qt::ElideRight, room));
}

void DecisionTreeView::announce() {
    if (!m_decision || m_decision->path.empty()) return;
    const auto& step = m_decision->path[static_cast<std::size_t>(m_current)];
    setAccessibleDescription(coreText(step.question) + u' ' + coreText(step.answer) + QStringLiteral(", ") +
                             coreText(step.evidence));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void DecisionTreeView::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down ? 1
                     : event->key() == Qt::Key_Left || event->key() == Qt::Key_Up  ? -1
                                                                                   : 0;
    if (step == 0 || !m_decision || m_decision->path.empty()) return Chart::keyPressEvent(event);
    m_current = std::clamp(m_current + step, 0, static_cast<int>(m_decision->path.size()) - 1);
    announce();
}

void DecisionTreeView::focusInEvent(QFocusEvent* event) {
    Chart::focusInEvent(event);
    announce();
}

QString DecisionTreeView::textAt(QPointF position) const {
    for (const auto& node : decide::decisionTree()) {
        if (!box(node).contains(position)) continue;
        if (node.leaf) return engineName(*node.leaf) + QStringLiteral(", ") + coreText(node.leafNote);
        const auto* step = stepAt(node.id);
        return step ? coreText(step->question) + u' ' + coreText(step->answer) + QStringLiteral(" – ") +
                          coreText(step->evidence)
                    : coreText(node.question);
    }
    return {};
}

}  // namespace pwb::ui
