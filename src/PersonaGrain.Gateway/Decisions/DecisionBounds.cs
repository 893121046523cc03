using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Bounds what the conditions of one decision request may cost, before any of them is read.</summary>
/// <remarks>
/// A condition is compiled for the request and evaluated in a turn of the profile, so what it costs others must wait for. A regular expression
/// is the dearest part: about 1 ms to compile, and up to 0.3 s on a long hostile text at <see cref="PatternText.LargestCost"/>. So all of
/// a request's expressions together may cost what one of a catalog may. One pass over the JSON, no allocation but for faults.
/// </remarks>
internal sealed class DecisionBounds
{
    /// <summary>The most conditions of one request, those inside others and their tests counted.</summary>
    internal const int MaximumConditions = 10_000;

    /// <summary>The most regular expressions of one request.</summary>
    internal const int MaximumPatterns = 50;

    /// <summary>The most interests, and the most weights of scores, of all contents of one request.</summary>
    internal const int MaximumParts = 10_000;

    private int _conditions;
    private int _patterns;
    private double _cost;
    private int _interests;
    private int _weights;

    private DecisionBounds()
    {
    }

    /// <summary>Whether the list of contents keeps to every bound; a fault for each that it goes beyond.</summary>
    internal static bool Hold(Node contents)
    {
        var bounds = new DecisionBounds();
        foreach (var content in contents.Element.EnumerateArray())
        {
            bounds.CountContent(content);
        }

        var faults = contents.Faults.Count;
        bounds.Report(contents);
        return contents.Faults.Count == faults;
    }

    private void CountContent(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in content.EnumerateObject())
        {
            var value = property.Value;
            if (property.NameEquals("interests"u8) && value.ValueKind == JsonValueKind.Array)
            {
                _interests += value.GetArrayLength();
            }
            else if (property.NameEquals("scoreWeights"u8) && value.ValueKind == JsonValueKind.Object)
            {
                _weights += value.GetPropertyCount();
            }
            else if (property.NameEquals("filters"u8) && value.ValueKind == JsonValueKind.Array)
            {
                CountFilters(value);
            }
            else if (property.NameEquals("when"u8))
            {
                CountCondition(value);
            }
        }
    }

    private void CountFilters(JsonElement filters)
    {
        foreach (var filter in filters.EnumerateArray())
        {
            if (filter.ValueKind == JsonValueKind.Object && filter.TryGetProperty("when"u8, out var when))
            {
                CountCondition(when);
            }
        }
    }

    // The depth is bounded where the JSON is parsed.
    private void CountCondition(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in part.EnumerateArray())
            {
                CountCondition(item);
            }
        }
        else if (part.ValueKind == JsonValueKind.Object)
        {
            _conditions++;
            foreach (var property in part.EnumerateObject())
            {
                CountPattern(property);
                CountCondition(property.Value);
            }
        }
    }

    private void CountPattern(JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.String && property.NameEquals("matches"u8))
        {
            _patterns++;
            _cost += _patterns > MaximumPatterns ? 0 : PatternText.Cost(property.Value.GetString()!);
        }
    }

    private void Report(Node contents)
    {
        Most(_conditions, MaximumConditions, "conditions");
        Most(_patterns, MaximumPatterns, "regular expressions");
        Most(_interests, MaximumParts, "interests");
        Most(_weights, MaximumParts, "weights of scores");
        if (_cost > PatternText.LargestCost)
        {
            contents.Fault("the regular expressions together repeat too much, so that matching would be slow; put them into segments of the catalog");
        }

        void Most(int count, int most, string what)
        {
            if (count > most)
            {
                contents.Fault(
                    $"the contents have {count} {what}; at most {most} are evaluated at once: ask in several requests, or put them into segments "
                        + "of the catalog");
            }
        }
    }
}
