using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Auditing;

/// <summary>A change that somebody with a key made.</summary>
/// <param name="At">When, by the clock of the process that made it.</param>
/// <param name="Key">By which key: its id, or one of <see cref="AuditKeys"/>. Never the key.</param>
/// <param name="Action">What was done.</param>
/// <param name="Workspace">In, or to, which workspace; it may be gone by now.</param>
/// <param name="Detail">What of it, in a few words: the id of a key, the name and version of a catalog. At most <see cref="LongestDetail"/> characters.</param>
public sealed record AuditEntry(Instant At, string Key, AuditAction Action, WorkspaceName Workspace, string Detail)
{
    /// <summary>The most characters of <see cref="Detail"/>.</summary>
    public const int LongestDetail = 500;
}

/// <summary>Who changes something without a key that has an id.</summary>
public static class AuditKeys
{
    /// <summary>A key of the settings.</summary>
    public const string Settings = "settings";

    /// <summary>No key: the server needs none.</summary>
    public const string None = "none";
}

/// <summary>What was done. Stored: values must not change.</summary>
public enum AuditAction
{
    /// <summary>A key was made.</summary>
    KeyMade = 0,

    /// <summary>A key was taken away.</summary>
    KeyTakenAway = 1,

    /// <summary>A workspace was added.</summary>
    WorkspaceAdded = 2,

    /// <summary>A workspace was removed with all that it had.</summary>
    WorkspaceRemoved = 3,

    /// <summary>The limits of a workspace were replaced.</summary>
    LimitsChanged = 4,

    /// <summary>A catalog was put in force.</summary>
    CatalogReplaced = 5,

    /// <summary>Learned weights were applied, or taken back.</summary>
    WeightsChanged = 6,

    /// <summary>Signals that were set aside were taken again.</summary>
    QuarantineReplayed = 7,

    /// <summary>Signals that were set aside were given up.</summary>
    QuarantineDiscarded = 8,

    /// <summary>An identity was given back by the person that it was joined to.</summary>
    IdentityUnlinked = 9,

    /// <summary>Identities were given back that the rules of the catalog speak against.</summary>
    RulesApplied = 10,

    /// <summary>Somebody was made to belong to an account, or given another role there.</summary>
    MemberSet = 11,

    /// <summary>Somebody was made to belong to an account no longer.</summary>
    MemberRemoved = 12,
}
