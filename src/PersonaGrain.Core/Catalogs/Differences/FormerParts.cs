using System.Text.Json;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>Parts of a former definition, each to be found once by what it is about.</summary>
internal sealed class FormerParts
{
    private readonly List<JsonElement> _parts;
    private readonly bool[] _isTaken;
    private readonly Dictionary<string, Queue<int>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Sorts the parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="about">What a part is about; null where it can not be found again.</param>
    internal FormerParts(List<JsonElement> parts, Func<JsonElement, string?> about)
    {
        (_parts, _isTaken) = (parts, new bool[parts.Count]);
        for (var index = 0; index < parts.Count; index++)
        {
            if (about(parts[index]) is { } subject)
            {
                if (!_waiting.TryGetValue(subject, out var alike))
                {
                    _waiting[subject] = alike = new Queue<int>();
                }

                alike.Enqueue(index);
            }
        }
    }

    /// <summary>Those that were not taken, in their order.</summary>
    internal IEnumerable<JsonElement> Left => _parts.Where((_, index) => !_isTaken[index]);

    /// <summary>Takes the first that is left about a subject; null where there is none.</summary>
    internal JsonElement? Take(string? subject)
    {
        if (subject is null || !_waiting.TryGetValue(subject, out var alike) || !alike.TryDequeue(out var index))
        {
            return null;
        }

        _isTaken[index] = true;
        return _parts[index];
    }
}
