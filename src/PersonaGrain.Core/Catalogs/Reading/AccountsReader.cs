using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads what a catalog says of accounts.</summary>
internal static class AccountsReader
{
    internal static AccountsDocument Read(Node node, IReadOnlyDictionary<string, SignalDocument> signals, CatalogNames people)
    {
        var fields = Fields.Of(node, "\"accounts\"", "traits", "measures", "scores", "segments", "triggers").WithoutNulls();
        var sections = new SectionsReader(fields, signals);
        sections.CheckApart(people);
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
