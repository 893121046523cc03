using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>Reads the accounts that senders name. A text that stands for nobody names no account either: one such would gather strangers.</summary>
internal static class AccountIds
{
    /// <summary>Why a key that may not manage can not make an account part of another one.</summary>
    internal static readonly SignalFault OfManagers = new(
        "account_of_account", "profile", "profile is an account, which only a key that may manage makes part of another one: all of its people come along, and a write key may stand in a page");

    /// <summary>Whether a signal makes an account part of another one, or takes it out.</summary>
    internal static bool TiesAccounts(in Observation observation) =>
        observation.Signal.Type is GroupSignal.Joins or GroupSignal.Leaves && AccountKey.IsAccount(observation.Profile);

    /// <summary>The key of an account by its id, as a field of a request names it.</summary>
    internal static bool TryRead([NotNullWhen(true)] string? id, string field, BlockedIds blocked, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        if (!AccountKey.TryOf(id, out key, out fault))
        {
            fault = fault.Renamed(field) with { Sample = ValueMask.Of(id) };
            return false;
        }

        if (blocked.Contains(id))
        {
            fault = new SignalFault("blocked_id", field, $"{field} is a text that stands for no account, such as null or 0; send the real id")
            {
                Sample = ValueMask.Of(id),
            };
            return false;
        }

        return true;
    }

    /// <summary>Why a signal that says of a person that it belongs to an account, or does no longer, can not be taken; null for every other.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="parent">How its sender calls the object that the attributes stand in.</param>
    /// <param name="blocked">Texts that stand for nobody.</param>
    internal static SignalFault? Check(Signal signal, string parent, BlockedIds blocked)
    {
        if (signal.Type is not (GroupSignal.Joins or GroupSignal.Leaves))
        {
            return null;
        }

        var named = signal.Attributes[GroupSignal.Account];
        var id = named.Kind == AttributeKind.Text ? named.Text : named.IsNumber ? named.ToString() : null;
        return TryRead(id, $"{parent}.{GroupSignal.Account}", blocked, out _, out var fault) ? null : fault;
    }
}
