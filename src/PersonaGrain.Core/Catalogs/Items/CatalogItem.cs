using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Items;

/// <summary>One thing that a catalog names.</summary>
/// <param name="Section">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsOfAccounts">Whether it is of accounts, and not of people; never of signal types, which both have.</param>
public readonly record struct CatalogItem(CatalogSection Section, string Name, bool IsOfAccounts = false)
{
    /// <summary>Its path in the catalog, such as <c>$.segments.lapsed</c>.</summary>
    public string Path => Section == CatalogSection.Itself ? "$" : DocumentPath.Append(DocumentPath.Append(IsOfAccounts ? "$.accounts" : "$", Section.Property()), Name);

    /// <summary>It in words: <c>segment lapsed</c>, <c>score health of accounts</c>.</summary>
    public override string ToString() => $"{Section.Word()} {Name}{(IsOfAccounts ? " of accounts" : string.Empty)}";
}
