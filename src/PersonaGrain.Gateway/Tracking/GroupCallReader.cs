using System.Text.Json;
using PersonaGrain.Accounts;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads <c>group</c> calls where the catalog has accounts: the person belongs to the account, and the call's traits are the account's.</summary>
/// <remarks>
/// The person's signal is a <see cref="GroupSignal"/> with <c>groupId</c>, the <c>properties</c> and the context. Its <c>role</c> is <c>properties.role</c>, or
/// <c>context.role</c>, since SDKs send no properties with this call; likewise <c>left: true</c> says that the person belongs to it no longer. A call with
/// traits makes a second signal, <see cref="CallTypes.AccountIdentified"/>, of the account itself, with the same id. A call that names no account is refused.
/// </remarks>
internal sealed class GroupCallReader(BlockedIds blocked, SignalNotes notes)
{
    private const string Left = "left";
    private readonly JsonFlattener _attributes = new(notes);
    private readonly JsonFlattener _traits = new(notes) { AreTraits = true };

    /// <summary>Reads a call.</summary>
    /// <param name="fields">The call.</param>
    /// <param name="header">Its header.</param>
    /// <param name="batchContext">The context of its batch; undefined for none.</param>
    /// <param name="identities">The member of a context that is read otherwise.</param>
    internal TrackingReading Read(EnvelopeFields fields, in EventHeader header, JsonElement batchContext, string identities)
    {
        if (!JsonFields.TryText(fields.GroupId, GroupSignal.Account, out var id, out var fault)
            || !AccountIds.TryRead(id, GroupSignal.Account, blocked, out var account, out fault))
        {
            return fault!;
        }

        _attributes.Clear();
        _attributes.AddObject(fields.Properties, string.Empty, "properties");
        _attributes.AddText(GroupSignal.Account, AccountKey.IdOf(account));
        _attributes.AddText(GroupSignal.Role, Role(fields, batchContext));
        _attributes.AddObject(batchContext, "context.", "context", identities);
        _attributes.AddObject(fields.Context, "context.", "context", identities);
        _attributes.NoteLeftOut();
        var type = HasLeft(fields, batchContext) ? GroupSignal.Leaves : GroupSignal.Joins;
        return new TrackingReading(new Observation(header.Profile, new Signal
        {
            Id = header.Id,
            Type = type,
            Time = header.Time,
            Attributes = FlatEntries.ToAttributes(_attributes),
        }) { Others = header.Others }, null) { Type = type, OfAccount = OfAccount(fields, header, account) };
    }

    private Observation? OfAccount(EnvelopeFields fields, in EventHeader header, ProfileId account)
    {
        _traits.Clear();
        _traits.AddObject(fields.Traits, string.Empty, "traits");
        _traits.NoteLeftOut();
        return _traits.Count == 0 ? null : new Observation(account, new Signal
        {
            Id = header.Id,
            Type = CallTypes.AccountIdentified,
            Time = header.Time,
            Traits = FlatEntries.ToTraits(_traits),
        });
    }

    private string? Role(EnvelopeFields fields, JsonElement batchContext)
    {
        var (element, field) = Said(fields, batchContext, GroupSignal.Role);
        if (!JsonFields.TryText(element, field, out var role, out var fault))
        {
            notes.AddContent(fault! with { Message = fault!.Message + "; it was left out" });
        }

        return string.IsNullOrWhiteSpace(role) ? null : role.Trim();
    }

    private bool HasLeft(EnvelopeFields fields, JsonElement batchContext)
    {
        var (element, field) = Said(fields, batchContext, Left);
        if (!JsonFields.IsAbsent(element) && element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            notes.AddContent(JsonFields.WrongType(field, "true or false", element));
        }

        return element.ValueKind == JsonValueKind.True;
    }

    private static (JsonElement Element, string Field) Said(EnvelopeFields fields, JsonElement batchContext, string name) =>
        Member(fields.Properties, name) is { } property ? (property, "properties." + name)
        : (Member(fields.Context, name) ?? Member(batchContext, name) ?? default, "context." + name);

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && !JsonFields.IsAbsent(member) ? member : null;
}
