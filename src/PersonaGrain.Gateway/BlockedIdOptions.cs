using PersonaGrain.Signals;

namespace PersonaGrain.Gateway;

/// <summary>
/// How the ids that stand for nobody differ from <see cref="BlockedIds.Default"/>; compared without case and without white space around them.
/// </summary>
public sealed class BlockedIdOptions
{
    private BlockedIds? _set;

    /// <summary>Texts that are no identity here, such as <c>PersonaGrain:BlockedIds:Add:0</c>. Default none.</summary>
    public IList<string> Add { get; } = [];

    /// <summary>Texts that are identities here, though they are blocked by default. Default none.</summary>
    public IList<string> Remove { get; } = [];

    /// <summary>All that are blocked; made once, at the first use.</summary>
    internal BlockedIds Set => _set ??= Add.Count + Remove.Count == 0 ? BlockedIds.Default : BlockedIds.Default.With(Add, Remove);
}
