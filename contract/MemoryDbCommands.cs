namespace SessionStore.Contract;

/// <summary>The commands of Valkey that MemoryDB Multi-Region does not have.</summary>
public static class MemoryDbCommands
{
    /// <summary>
    /// The whole list, names with a space between them: MemoryDB developer guide, MemoryDB Multi-Region, Supported and unsupported
    /// commands. Its row of lists names PUSH, which no server has, and not LPUSH: that is meant. WATCH, MULTI, EXEC and EVAL are neither in
    /// it nor in the list of supported commands, which is by data type.
    /// </summary>
    public const string Unsupported =
        "APPEND GETEX SETEX SETRANGE "
        + "BITCOUNT BITFIELD BITFIELD_RO BITOP BITPOS GETBIT SETBIT "
        + "PFADD PFCOUNT PFDEBUG PFMERGE PFSELFTEST "
        + "BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH LINDEX LINSERT LLEN LMOVE LMPOP LPOP LPOS LPUSH LPUSHX LRANGE LREM LSET LTRIM RPOP "
        + "RPOPLPUSH RPUSH RPUSHX "
        + "SMOVE SUNIONSTORE SDIFFSTORE SINTERSTORE "
        + "BZMPOP BZPOPMAX BZPOPMIN ZDIFFSTORE ZINTERSTORE ZRANGESTORE ZUNIONSTORE "
        + "GEOADD GEODIST GEOHASH GEOPOS GEORADIUS GEORADIUS_RO GEORADIUSBYMEMBER GEORADIUSBYMEMBER_RO GEOSEARCH GEOSEARCHSTORE "
        + "XACK XADD XAUTOCLAIM XCLAIM XDEL XLEN XPENDING XRANGE XREAD XREADGROUP XREVRANGE XSETID XTRIM XGROUP XINFO "
        + "COPY FLUSHDB FLUSHALL MOVE RENAME RENAMENX SORT SORT_RO SWAPDB OBJECT FUNCTION FCALL FCALL_RO EXPIRE EXPIREAT EXPIRETIME "
        + "PERSIST PEXPIRE PEXPIREAT PEXPIRETIME PSETEX PTTL TTL";

    /// <summary>The options of SET that it does not have; RESTORE takes no time to live but 0, and no ABSTTL, IDLETIME and FREQ.</summary>
    public const string UnsupportedOptionsOfSet = "EX PX EXAT PXAT KEEPTTL";
}
