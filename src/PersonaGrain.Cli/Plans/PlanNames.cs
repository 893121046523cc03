using System.Text;
using System.Text.Json;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Cli.Plans;

/// <summary>Whether a catalog can have a name: asked of the reader itself, so that the two can not differ.</summary>
internal static class PlanNames
{
    /// <summary>Whether a signal type can have it.</summary>
    public static bool IsType(string name) => IsSound($$"""{"name":"n","version":1,"signals":{ {{JsonSerializer.Serialize(name)}}:{"category":"behavioral"} } }""");

    /// <summary>Whether an attribute or a trait can have it.</summary>
    public static bool IsField(string name) => IsSound($$"""{"name":"n","version":1,"traits":{ {{JsonSerializer.Serialize(name)}}:{"type":"string"} } }""");

    private static bool IsSound(string catalog) => CatalogReader.Read(Encoding.UTF8.GetBytes(catalog)) is CatalogReading.Sound;
}
