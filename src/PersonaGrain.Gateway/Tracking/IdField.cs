using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads a field that names a person: a text without the white space around it, or a number as its digits.</summary>
internal static class IdField
{
    /// <summary>The id; false where there is none, with the reason where something else stands there.</summary>
    internal static bool TryRead(JsonElement element, string field, BlockedIds blocked, out string id, out SignalFault? fault)
    {
        id = string.Empty;
        if (!JsonFields.TryText(element, field, out var text, out fault) || string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (ProfileId.TryParse(text.Trim(), blocked, out var profile, out var unfit))
        {
            id = profile.Value;
            return true;
        }

        fault = unfit.Renamed(field) with { Sample = ValueMask.Of(text) };
        return false;
    }
}
