using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population.Index;

/// <summary>What is special about each segment of accounts: as <see cref="IndexLearner"/> tells of people, among all accounts.</summary>
internal sealed class AccountIndexLearner : ISectionLearner
{
    /// <inheritdoc />
    /// <remarks>Of no accounts too: so that a report says that there are none, and not that they were not counted.</remarks>
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now) =>
        summary.Section<AccountIndexCensus>() is { } census ? new AccountSegmentsSection(IndexLearner.Describe(census.Accounts, catalog.OfAccounts)) : null;
}
