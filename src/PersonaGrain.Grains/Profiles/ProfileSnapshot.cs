namespace PersonaGrain.Grains.Profiles;

/// <summary>A profile's state as of one place in its journal, in grain storage. Fields are only ever added.</summary>
[GenerateSerializer, Alias("personagrain.profile-snapshot")]
public sealed class ProfileSnapshot
{
    /// <summary>The last journal entry that is folded in; 0 for no snapshot.</summary>
    [Id(0)]
    public long Sequence { get; set; }

    /// <summary>As <c>ProfileMachine.WriteSnapshot</c> wrote it.</summary>
    [Id(1)]
    public byte[] State { get; set; } = [];
}
