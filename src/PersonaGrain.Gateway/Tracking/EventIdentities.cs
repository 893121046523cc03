using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads whom an event is about: the usable identity of highest priority, and the others that it names.</summary>
internal sealed class EventIdentities(IdentityKinds kinds, BlockedIds blocked, SignalNotes notes)
{
    private readonly List<Identity> _named = [];

    /// <summary>Reads <c>userId</c>, <c>anonymousId</c> and <c>context.externalIds</c>; the fault says why nobody is named.</summary>
    internal SignalFault? Read(EnvelopeFields fields, JsonElement batchContext, out PrimaryIdentity primary, out string field)
    {
        _named.Clear();
        var user = Add(fields.UserId, "userId", IdentityKinds.User);
        var anonymous = Add(fields.AnonymousId, "anonymousId", IdentityKinds.Anonymous);
        ExternalIds.Read(batchContext, kinds, notes, _named);
        ExternalIds.Read(fields.Context, kinds, notes, _named);
        primary = SignalIdentities.Primary(CollectionsMarshal.AsSpan(_named), kinds, blocked);
        if (!primary.IsFound)
        {
            field = "userId";
            return user ?? anonymous ?? (primary.Notes.Count > 0 ? SenderWords.Identity(primary.Notes[0]) : TrackingFaults.NoIds);
        }

        field = SenderWords.FieldOf(Identity.Of(primary.Profile, kinds).Kind);
        Note(user, field);
        Note(anonymous, field);
        foreach (var note in primary.Notes)
        {
            notes.Add(SenderWords.Identity(note));
        }

        return null;
    }

    private SignalFault? Add(JsonElement element, string field, string kind)
    {
        if (IdField.TryRead(element, field, blocked, out var id, out var fault))
        {
            _named.Add(new Identity(kind, id));
        }

        return fault;
    }

    private void Note(SignalFault? fault, string field)
    {
        if (fault is not null)
        {
            notes.Add(fault with { Message = $"{fault.Message}; the event counts for the {field}" });
        }
    }
}
