using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads what a catalog says of accounts.</summary>
internal static class AccountsReader
{
    /// <summary>Opens its sections, and has the conditions of people know their names.</summary>
    internal static SectionsReader Open(Node node, IReadOnlyDictionary<string, SignalDocument> signals, SectionsReader people)
    {
        var fields = Fields.Of(node, "\"accounts\"", "traits", "measures", "scores", "segments", "triggers").WithoutNulls();
        var sections = new SectionsReader(fields, signals, isOfAccounts: true);
        sections.CheckApart(people.Names);
        people.Names.Accounts = sections.Names;
        return sections;
    }

    /// <summary>Reads them.</summary>
    internal static AccountsDocument Read(SectionsReader sections, CatalogNames people)
    {
        return new AccountsDocument
        {
            Traits = sections.Names.Traits,
            ComputedTraits = sections.Computed(people),
            Measures = sections.Measures(),
            Scores = sections.Scores(),
            Segments = sections.Segments(),
            Triggers = sections.Triggers(),
        };
    }
}
