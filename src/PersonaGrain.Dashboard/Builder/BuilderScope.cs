using System.Text.Json.Nodes;
using PersonaGrain.Documents;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>What every part of the form shares.</summary>
/// <param name="Names">The names that may be chosen.</param>
/// <param name="Faults">What is wrong, by path.</param>
/// <param name="Changed">Told after a change of the tree.</param>
public sealed record BuilderScope(BuilderNames Names, IReadOnlyList<DocumentFault> Faults, Action Changed)
{
    /// <summary>The condition that was added last: the keyboard goes on there.</summary>
    internal JsonObject? Added { get; set; }

    /// <summary>What is wrong at a path, and below it.</summary>
    internal IEnumerable<string> Within(string path) => Faults.Where(fault => IsWithin(fault.Path, path)).Select(static fault => fault.Message);

    /// <summary>What is wrong at a path itself, and not in conditions that stand in it.</summary>
    internal IEnumerable<string> At(params string[] paths) => Faults.Where(fault => paths.Contains(fault.Path)).Select(static fault => fault.Message);

    /// <summary>Whether a fault stands at a path or below it.</summary>
    internal static bool IsWithin(string fault, string path) =>
        fault.StartsWith(path, StringComparison.Ordinal) && (fault.Length == path.Length || fault[path.Length] is '.' or '[');
}
