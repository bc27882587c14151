//! The archive that a workbook is, laid out by hand: its members are packed in parts, elsewhere and before.

/// A member, packed by deflate.
pub struct Member {
    pub name: String,
    pub crc: u32,
    pub size: u32,
    pub packed: u32,
}

/// What is needed to unpack a member, and what packs it.
const VERSION: u16 = 20;
const DEFLATE: u16 = 8;
/// The first day there is, so that the same rows make the same file.
const DAY: u16 = (1 << 5) | 1;

impl Member {
    /// What stands before a member.
    pub fn begin(&self) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &self.fields(), self.name.as_bytes()].concat()
    }

    /// What is said of it at the end of the archive: the same, and where it begins.
    pub fn listed(&self, at: u32) -> Vec<u8> {
        let made_by = VERSION.to_le_bytes();
        // No comment, on the first disk, no attributes.
        let plain = [0; 10];
        let name = self.name.as_bytes();
        [b"PK\x01\x02".as_slice(), &made_by, &self.fields(), &plain, &at.to_le_bytes(), name].concat()
    }

    fn fields(&self) -> Vec<u8> {
        let name = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        let shorts = |shorts: &[u16]| shorts.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<u8>>();
        let longs: Vec<u8> = [self.crc, self.packed, self.size].iter().flat_map(|it| it.to_le_bytes()).collect();
        [shorts(&[VERSION, 0, DEFLATE, 0, DAY]), longs, shorts(&[name, 0])].concat()
    }
}

/// What the archive ends with: how many members are listed, how long the list is and where it begins.
pub fn end(members: u16, list: u32, at: u32) -> Vec<u8> {
    let members = members.to_le_bytes();
    [b"PK\x05\x06".as_slice(), &[0; 4], &members, &members, &list.to_le_bytes(), &at.to_le_bytes(), &[0; 2]].concat()
}
