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

    /// <summary>The catalog that the profile had adopted by then; 0 where an older program wrote this, which counted nothing.</summary>
    [Id(2)]
    public int Catalog { get; set; }
}
