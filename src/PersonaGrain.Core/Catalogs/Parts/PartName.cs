using PersonaGrain.Catalogs.Reading;

namespace PersonaGrain.Catalogs.Parts;

/// <summary>The name that those of a part begin with.</summary>
internal static class PartName
{
    /// <summary>What is wrong with one; null where nothing is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="longest">Characters that come behind it.</param>
    internal static string? Fault(string name, int longest)
    {
        var most = CatalogLimits.NameLength - longest - 1;
        return NameRule.IsWord(name) && name.Length <= most ? null
            : $"\"{name}\" is no name for a part: letters in lower case, digits and _, a letter first, at most {most} characters, such as espresso";
    }
}
