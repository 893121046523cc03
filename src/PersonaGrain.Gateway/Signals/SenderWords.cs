using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Signals;

/// <summary>Turns the grid's names for fields into those that a sender wrote.</summary>
/// <param name="Call">The call that the signal came by; null for a native signal, which has the grid's own names.</param>
/// <param name="ProfileField">The field that named the profile.</param>
internal readonly record struct SenderWords(TrackingCall? Call, string ProfileField)
{
    private const string Attributes = "attributes.";
    private const string Context = "attributes.context.";
    private const string GroupTraits = "traits.group.";
    private const string Identities = "identities.";

    /// <summary>A fault of the grid, in the sender's words.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="valueAttribute">The attribute that the signal's value stands in; null for none.</param>
    internal SignalFault Say(SignalFault fault, string? valueAttribute) =>
        Call is null ? fault : fault with { Field = Field(fault.Field, valueAttribute) };

    /// <summary>A fault of an identity, in the words of the tracking API.</summary>
    internal static SignalFault Identity(SignalFault fault) => fault.Field.StartsWith(Identities, StringComparison.Ordinal)
        ? fault.Renamed(FieldOf(fault.Field[Identities.Length..]))
        : fault.Renamed(ExternalIds.Field);

    /// <summary>The field of the tracking API that names identities of a kind.</summary>
    internal static string FieldOf(string kind) => kind switch
    {
        IdentityKinds.User => "userId",
        IdentityKinds.Anonymous => "anonymousId",
        _ => ExternalIds.Field,
    };

    private string Field(string field, string? valueAttribute) => field switch
    {
        "type" => Call == TrackingCall.Track ? "event" : "type",
        "time" => "timestamp",
        "id" => "messageId",
        "profile" => ProfileField,
        "value" when valueAttribute is not null => "properties." + valueAttribute,
        "attributes" => "properties",
        "attributes.groupId" or "traits.group.id" when Call == TrackingCall.Group => "groupId",
        _ when field.StartsWith(Identities, StringComparison.Ordinal) => FieldOf(field[Identities.Length..]),
        _ when field.StartsWith(Context, StringComparison.Ordinal) => field[Attributes.Length..],
        _ when field.StartsWith(Attributes, StringComparison.Ordinal) => "properties." + field[Attributes.Length..],
        _ when Call == TrackingCall.Group && field.StartsWith(GroupTraits, StringComparison.Ordinal) => "traits." + field[GroupTraits.Length..],
        _ => field,
    };
}
