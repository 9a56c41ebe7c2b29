#include "sync/syncplanner.h"

#include "sync/flightcounter.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// Adds up the plans of all customers.
class Tally
{
public:
    Tally(PlanReport &report, const EnvironmentSettings &settings, AccountExperience known,
          qsizetype rowLimit)
        : m_report(report)
        , m_cancelledOrders(settings.mapping.cancelledOrders)
        , m_flight(settings.api, std::move(known), report.request.sequential)
        , m_rowLimit(rowLimit)
    {
    }

    void beginCustomer(const QString &name)
    {
        m_report.customers.push_back({.name = name});
        m_flight.beginCustomer();
    }

    void add(const RowPlan &plan)
    {
        CustomerPlan &customer = m_report.customers.back();
        customer.ledger.plan(plan.record.state);
        if (plan.refused()) {
            countRefusal(plan.record, plan.record.reason);
        } else {
            customer.itemsToCreate += plan.record.action == PlannedAction::Create ? 1 : 0;
            customer.itemsToUpdate += plan.record.action == PlannedAction::Update ? 1 : 0;
            customer.itemsToArchive += plan.record.action == PlannedAction::Archive ? 1 : 0;
            customer.ordersCancelled += plan.isCancelled ? 1 : 0;
            const bool needsGroup = plan.record.action == PlannedAction::Create
                || (plan.record.action == PlannedAction::Update && plan.moves);
            if (needsGroup && plan.groupId.isEmpty()
                && m_flight.noteGroup(plan.record.group)) {
                customer.groupsToCreate.append(plan.record.group);
            }
        }
        m_flight.add(plan);
        for (const LinePlan &line : plan.lines)
            addLine(plan, line, customer);
        for (const Event &warning : plan.warnings)
            m_report.findings.push_back(warning);
        RowRecord row = plan.record;
        if (plan.isCancelled && !plan.refused())
            row.reason = cancelledReason(row);
        keep(row);
    }

    void finish(const QDateTime &now)
    {
        for (const CustomerPlan &customer : m_report.customers) {
            m_report.ledger += customer.ledger;
            m_report.linesLedger += customer.linesLedger;
        }
        m_report.flight = m_flight.estimate(static_cast<qint64>(m_report.labels.size()), now);
        for (const auto &[cause, group] : m_refusals)
            m_report.refusals.push_back(group);
        std::ranges::stable_sort(m_report.refusals, std::ranges::greater{}, &ErrorGroup::rows);
        m_report.rows.insert(m_report.rows.begin(), m_refused.begin(), m_refused.end());
    }

private:
    void addLine(const RowPlan &plan, const LinePlan &line, CustomerPlan &customer)
    {
        customer.linesLedger.plan(line.record.state);
        if (line.record.state == RowState::Refused) {
            countRefusal(plan.record, line.record.reason);
            return;
        }
        if (!line.mutation)
            return;
        customer.subitemsToCreate += line.mutation->kind == MutationKind::CreateSubitem ? 1 : 0;
        customer.subitemsToUpdate += line.mutation->kind == MutationKind::UpdateSubitem ? 1 : 0;
        customer.subitemsToRemove += line.mutation->kind == MutationKind::DeleteItem ? 1 : 0;
    }

    /// What the rule of the configuration does with a cancelled order.
    [[nodiscard]] Event cancelledReason(const RowRecord &row) const
    {
        const QJsonObject parameters{{u"order"_s, row.orderNumber}};
        switch (m_cancelledOrders) {
        case CancelledRule::Keep:
            return {EventId::pl_026, parameters, {}};
        case CancelledRule::ZeroQuantities:
            return {EventId::pl_024, parameters, {}};
        case CancelledRule::Archive:
            return {EventId::pl_025, parameters, {}};
        }
        Q_UNREACHABLE();
    }

    void countRefusal(const RowRecord &row, const Event &reason)
    {
        ErrorGroup &group = m_refusals[{reason.name(), row.customer, row.column}];
        if (group.rows++ == 0) {
            group.event = reason.id;
            group.customer = row.customer;
            group.column = row.column;
            group.sample = reason.text();
        }
    }

    void keep(const RowRecord &row)
    {
        const auto kept = static_cast<qsizetype>(m_report.rows.size() + m_refused.size());
        if (kept < m_rowLimit)
            (row.action == PlannedAction::Refuse ? m_refused : m_report.rows).push_back(row);
        else
            ++m_report.rowsLeftOut;
    }

    using Cause = std::tuple<QString, QString, QString>;

    PlanReport &m_report;
    const CancelledRule m_cancelledOrders;
    FlightCounter m_flight;
    const qsizetype m_rowLimit;
    std::map<Cause, ErrorGroup> m_refusals;
    std::vector<RowRecord> m_refused;
};

} // namespace

Result<PlanReport> lookAhead(SyncEnvironment &environment, const SyncRequest &request, qsizetype rowLimit,
                             const StopTokens &stop)
{
    Result<LanePorts> ports = makePorts(environment);
    if (!ports)
        return std::move(ports).error();
    Result<QStringList> customers = chooseCustomers(*ports->warehouse, request);
    if (!customers)
        return std::move(customers).error();
    Result<BoardReading> reading = readBoards(environment, *ports, stop);
    if (!reading)
        return std::move(reading).error();

    PlanReport report{.environment = environment.settings.name, .request = request};
    report.blocked = reading->blocksSending();
    for (const MappingFinding &finding : reading->findings)
        report.findings.push_back(finding.event);
    RowPlanner planner(environment.settings, reading->boards, RowPlanner::LabelMode::Collect);
    AccountExperience known = environment.experience ? environment.experience(stop) : AccountExperience();
    Tally tally(report, environment.settings, std::move(known), rowLimit);
    for (const QString &customer : *customers) {
        tally.beginCustomer(customer);
        Result<void> planned = planCustomer(*ports->warehouse, planner, customer, request, stop,
                                            [&tally](RowPlan plan) -> Result<void> {
                                                tally.add(plan);
                                                return {};
                                            });
        if (!planned)
            return std::move(planned).error();
    }
    report.labels = planner.wantedLabels();
    tally.finish(environment.clock.utcNow());
    return report;
}

} // namespace syncline
