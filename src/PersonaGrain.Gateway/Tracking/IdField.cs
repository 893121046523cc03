using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads a field that names a person: a text without the white space around it, or a number as its digits.</summary>
internal static class IdField
{
    /// <summary>The identity; false where there is none, with the reason where something else stands there.</summary>
    internal static bool TryRead(JsonElement element, string field, BlockedIds blocked, out ProfileId profile, out SignalFault? fault)
    {
        profile = default;
        if (!JsonFields.TryText(element, field, out var text, out fault) || string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (ProfileId.TryParse(text.Trim(), blocked, out profile, out var unfit))
        {
            return true;
        }

        fault = unfit.Renamed(field) with { Sample = ValueMask.Of(text) };
        return false;
    }
}
