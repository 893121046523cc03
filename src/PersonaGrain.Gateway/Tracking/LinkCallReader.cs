using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads the calls that join identities: <c>alias</c> and RudderStack's <c>merge</c>.</summary>
internal sealed class LinkCallReader(IdentityKinds kinds, BlockedIds blocked)
{
    /// <summary>The most identities that one call joins.</summary>
    internal const int Maximum = 16;

    /// <summary>Reads a call; the fault says why it joins nobody.</summary>
    internal SignalFault? Read(EnvelopeFields fields, TrackingCall call, out LinkCall? link) =>
        call == TrackingCall.Merge ? ReadMerge(fields.MergeProperties, out link) : ReadAlias(fields, out link);

    // SDKs leave previousId out where they mean their own anonymousId.
    private SignalFault? ReadAlias(EnvelopeFields fields, out LinkCall? link)
    {
        link = null;
        if (!IdField.TryRead(fields.UserId, "userId", blocked, out var user, out var fault))
        {
            return fault ?? TrackingFaults.NoAlias;
        }

        var isAnonymous = IdField.TryRead(fields.AnonymousId, "anonymousId", blocked, out var anonymous, out _);
        if (!IdField.TryRead(fields.PreviousId, "previousId", blocked, out var previous, out fault) && (fault is not null || !isAnonymous))
        {
            return fault ?? TrackingFaults.NoPrevious;
        }

        if (Identity.TryParse(previous, kinds, out var meant, out _) && meant.Kind is IdentityKinds.User or IdentityKinds.Anonymous && blocked.Contains(meant.Value))
        {
            return TrackingFaults.BlockedMerge.Renamed("previousId") with { Sample = ValueMask.Of(previous) };
        }

        var known = new Identity(IdentityKinds.User, user);
        link = previous.Length == 0 || (isAnonymous && previous == anonymous) ? new LinkCall([known, new Identity(IdentityKinds.Anonymous, anonymous)])
            : Identity.TryParse(previous, kinds, out var named, out _) && (named.Kind != IdentityKinds.User || named.Value != previous) ? new LinkCall([known, named])
            : new LinkCall([known], previous);
        return null;
    }

    private SignalFault? ReadMerge(JsonElement properties, out LinkCall? link)
    {
        link = null;
        if (properties.ValueKind != JsonValueKind.Array || properties.GetArrayLength() is < 2 or > Maximum)
        {
            return TrackingFaults.NoMerge;
        }

        var named = new List<Identity>();
        foreach (var item in properties.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object
                || TextOf(item, "type"u8) is not { } type
                || TextOf(item, "value"u8) is not { } value)
            {
                return TrackingFaults.NoMerge;
            }

            var identity = new Identity(ExternalIds.KindOf(type, kinds), value);
            if (identity.Kind is IdentityKinds.User or IdentityKinds.Anonymous && blocked.Contains(value))
            {
                return TrackingFaults.BlockedMerge with { Sample = ValueMask.Of(value) };
            }

            named.Add(identity);
        }

        link = new LinkCall(named) { IsMerge = true };
        return null;
    }

    private static string? TextOf(JsonElement item, ReadOnlySpan<byte> name) =>
        item.TryGetProperty(name, out var value) && JsonFields.TryText(value, "mergeProperties", out var text, out _) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
