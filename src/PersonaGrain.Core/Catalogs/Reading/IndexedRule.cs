using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads whether a trait or score is indexed, which must have an order.</summary>
internal static class IndexedRule
{
    /// <summary>The property.</summary>
    internal const string Word = "indexed";

    /// <summary>Whether it is.</summary>
    /// <param name="fields">The trait or score.</param>
    /// <param name="type">What its values are; null where they may be of any type.</param>
    internal static bool Read(Fields fields, ValueType? type = null)
    {
        if (fields[Word] is not { } node || node.Truth(Word) != true)
        {
            return false;
        }

        if (type == ValueType.List)
        {
            node.Fault("lists have no order, so nobody can be sorted by them; leave indexed out, or index a trait that is one value");
        }

        return true;
    }
}
